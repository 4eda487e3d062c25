/* SPDX-License-Identifier: MIT */
/*
 * The contract between the harness and the mechanisms: all that the author of
 * a mechanism must know.  pipe.c is a good first one to read.
 *
 * A mechanism is one way to pass messages between two processes.  It is one
 * file here, named like the mechanism, and one word in meson.build.
 *
 *	who, when				calls
 *	keeper, before it forks twice		create()
 *	each side, pinned to its CPU		attach()
 *	each side, slice after slice		loops, made of send() and recv()
 *	keeper, both sides being reaped		destroy()
 *
 * The keeper is a process that the supervisor starts for each pair, and that undoes what
 * it has made also when the supervisor has been killed.  Who kills the keeper itself can
 * leave something behind.
 *
 * Functions return 0 or a negative errno and print nothing.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* The client starts every exchange, the server answers. */
enum side { CLIENT, SERVER, SIDE_COUNT };

static inline enum side side_peer(enum side side)
{
	return side == CLIENT ? SERVER : CLIENT;
}

/* ROUND_TRIP: a message there, one back.  STREAM: messages one way, the clock
 * stopped at the receiver.  PACED: messages one way, each sent when it is due, its
 * time taken from when it was due. */
enum pattern { ROUND_TRIP, STREAM, PACED, PATTERN_COUNT };

/* TOUCH_FULL: every byte of every message is written by its sender, read and
 * compared by its receiver.  TOUCH_NONE: the messages' bytes are left alone. */
enum touch { TOUCH_FULL, TOUCH_NONE, TOUCH_COUNT };

/* How a side waits: asleep in the kernel; trying again and again; trying again
 * with sched_yield() between; trying for a while, then asleep. */
enum wait { WAIT_BLOCK, WAIT_SPIN, WAIT_YIELD, WAIT_HYBRID, WAIT_COUNT };

#define WAITS(wait) (1u << (wait))

/* What some mechanisms let one set: see the fields of struct channel that are called
 * so, and struct knob. */
enum setting { SET_BUFFER, SET_DEPTH, SET_CHUNK, SET_SPIN, SETTING_COUNT };

/*
 * One live instance of a mechanism.  Each process has its own copy after the
 * fork: what both sides must see goes in memory that create() maps MAP_SHARED,
 * what a side keeps for itself goes in state.
 */
struct channel {
	/* Set by the harness. */
	void *state;	       /* the mechanism's, state_size bytes, zeroed */
	size_t size;	       /* payload bytes per message; 0 for a token */
	enum wait wait;	       /* one of the mechanism's waits */
	const char *variant;   /* one of the mechanism's variants, or NULL */
	const char *directory; /* where files may be made */
	enum side side;	       /* which process this is; from attach() on */
	pid_t peer;	       /* the other process; from attach() on */

	/* The next message is built at out, the last one received lies at in,
	 * size bytes each.  The harness points both at private, page-aligned
	 * buffers before attach().  A mechanism that lends memory of its own
	 * points out there in attach(), and moves it in send(), to a place that
	 * is free; recv() moves in. */
	void *out;
	void *in;

	/* The mechanism's, unless attach() chooses others for the variant: asking
	 * for each message was an eighth of a spinning stream's time. */
	const struct loops *loops;

	/* Settings.  They hold what was asked for, 0 being the mechanism's default;
	 * create() stores what was granted, 0 if there is no such thing.  All but
	 * buffer are 0 unless the mechanism has a knob for them. */
	size_t buffer;	/* kernel or ring buffer for one direction, in bytes */
	size_t depth;	/* messages it has room for; where both are set, this counts */
	size_t chunk;	/* bytes of a stream to hand over at a time; 0: the message */
	size_t spin_ns; /* how long to try before falling asleep */

	/* Whether files were made in directory: name_make_path() says so. */
	bool makes_files;

	/* What stood in the way when create() or attach() refuses, as the
	 * administrator knows it ("fs.mqueue.msgsize_max"); static. */
	const char *limit;
};

enum { MEETING_ADDRESS_SIZE = 64, MEETING_TOKEN_SIZE = 16 };

/* Where two sides find each other that no supervisor has in common. */
struct meeting {
	char address[MEETING_ADDRESS_SIZE]; /* the server's, for the client: numeric */
	uint16_t port;
	bool stranger; /* the server is an echo service that knows no token */

	/* What a client shows to be accepted; nobody else knows it. */
	unsigned char token[MEETING_TOKEN_SIZE];
	uint64_t refused; /* what accept() refused because it had no token: connections
			   * or, where there are none, datagrams */
};

/*
 * How a mechanism reaches other hosts.  It is then not created but listens, before the
 * server is forked, and stores the port; the server accepts and the client connects
 * where they would attach(), which follows.  Both may take for ever: the supervisor has
 * a deadline.  They store the buffer that was granted, and destroy() undoes all three.
 */
struct hosts {
	int (*listen)(struct channel *ch, struct meeting *m);
	int (*accept)(struct channel *ch, struct meeting *m);
	int (*connect)(struct channel *ch, struct meeting *m);
};

/* What one side is to do in one slice, and what came of it. */
struct slice {
	/* In: the same on both sides. */
	uint64_t first; /* sequence number of the first message */
	uint32_t count; /* samples */
	uint32_t batch; /* messages, or round trips, per sample */
	uint32_t delay; /* of delayed_echo: busy_steps() before each reply */

	/* Out. */
	uint32_t *sample_ns; /* count of them: client of a round trip, ns per batch;
			      * server of a paced one, from when a message was due until
			      * it was received */
	uint64_t begin_ns; /* client: just before the first message, or when it was due */
	uint64_t end_ns; /* after the last: client of a round trip, server otherwise, and
			  * if it is lossy the client of a stream: when that has
			  * heard that the server has done with it */
	uint64_t wrong;	 /* with -EBADMSG: sequence number of the message ... */
	uint64_t wrong_offset; /* ... and of its first byte that differs */

	/* Out, of a lossy mechanism, on the side that receives, of a round trip the
	 * client: messages that did not come in this slice, and those that came after a
	 * later one, or again. */
	uint64_t lost, reordered;

	/* In, of a paced one. */
	uint64_t start_ns; /* when the first message is due */
	uint64_t rate;	   /* messages per second */
	bool sleeps;	   /* the client until the next is due, or else it spins */

	/* Out, of a paced one: count of each, by the client; from when a message was due
	 * until it began to build and send it, and how long that took. */
	uint32_t *late_ns, *blocked_ns;
};

/* Runs a slice: 0, -EBADMSG if a message was not the one due, or what send()
 * or recv() returned. */
typedef int loop_fn(struct channel *ch, struct slice *sl);

/* send() or recv(). */
typedef int message_fn(struct channel *ch);

struct loops {
	loop_fn *run[PATTERN_COUNT][TOUCH_COUNT][SIDE_COUNT];

	/* The server of a round trip, touch full, that is slower by a known time: a
	 * difference for `ipcbench trust` to find. */
	loop_fn *delayed_echo;

	/* The client of a round trip whose own messages come back from an echo service.
	 */
	loop_fn *echoed_ping[TOUCH_COUNT];

	/* What the loops are made of, for who is in no hurry: `ipcbench list`. */
	message_fn *send_one, *recv_one;
};

/* What is true of a mechanism.  The harness acts on the first three and on
 * MECH_PERSISTS; the rest is for whoever has to choose one. */
enum traits {
	MECH_TOKEN = 1 << 0,	  /* wakes the peer, carries no payload: size is 0 */
	MECH_LOSSY = 1 << 1,	  /* may drop messages: its loops are those of lossy.h */
	MECH_CONTROL = 1 << 2,	  /* no mechanism but a yardstick: touch is none */
	MECH_BOUNDARIES = 1 << 3, /* a message is received as it was sent, whole */
	MECH_ONE_WAY = 1 << 4,	  /* an object of it serves one direction */
	MECH_NAMED = 1 << 5,	  /* unrelated processes can find it by name */
	MECH_PERSISTS = 1 << 6,	  /* outlives its processes until destroy() */
	MECH_HOSTS = 1 << 7,	  /* reaches other hosts */
	MECH_UNLINKED = 1 << 8,	  /* would persist, but that create() unlinks it */
};

/*
 * A setting that a mechanism honours, and what `ipcbench tune` tries: least, and each
 * value factor times the one before, up to most and to what the limit says.
 */
struct knob {
	enum setting setting;
	size_t least, most;
	unsigned factor;
	size_t bad;	   /* makes a difference, if the setting does anything at all */
	const char *limit; /* the sysctl that bounds it for all users, or NULL */
	const char *how;   /* how a program sets it, VALUE standing for the value */
};

struct mechanism {
	const char *name;    /* on the command line and in the CSV: the file's name */
	const char *summary; /* one line */
	const char *family;  /* control file pipe queue shm semaphore signal socket ... */
	unsigned traits;     /* MECH_*, or-ed */
	unsigned waits;	     /* WAITS(), or-ed */
	enum wait wait;	     /* the default; the lowest of waits if it is none of them */

	/* Names of the ways in which create() can make it, the default first,
	 * NULL last; NULL if there is only one. */
	const char *const *variants;

	/* Who may take part: "mode" (whom the permissions of its name let in),
	 * "same-user", "debugger" (who may trace the other), "anyone", "by-variant".
	 * NULL: unless it is named, who inherits or is sent what it is made of. */
	const char *access;

	/* Of a stream: writes of so many bytes at most are never mixed with another
	 * writer's, as documented; 0: that is not promised. */
	size_t atomic;

	/* What can be set, the most promising first, ended by a zeroed one; NULL if
	 * nothing can. */
	const struct knob *knobs;

	size_t state_size; /* of channel.state; 0 if there is none */

	/*
	 * Makes every kernel object that both sides need, so that they inherit
	 * connected ends.  Names are unguessable, mode 0600, and unlinked before
	 * it returns.  It may give up half way: destroy() is called whatever it
	 * returned.  These errors skip the trial, all others fail it: -EMSGSIZE
	 * (not at this size), -ENOSYS, -EOPNOTSUPP, -EAFNOSUPPORT, -EPERM,
	 * -EACCES (not here), -ENAMETOOLONG (not in this directory), -ENOSPC,
	 * -EMFILE, -ENFILE, -ENOMEM, -EDQUOT (a limit).
	 */
	int (*create)(struct channel *ch);

	const struct hosts *hosts; /* of MECH_HOSTS, else NULL */

	/* Does what cannot be inherited.  May be NULL; the same errors skip. */
	int (*attach)(struct channel *ch);

	/* Undoes create(), for zeroed and partial state too.  May be NULL. */
	void (*destroy)(struct channel *ch);

	/*
	 * Made by MECHANISM_LOOPS(send, recv), see loop.h, or of one that may lose
	 * messages by MECHANISM_LOSSY_LOOPS, see lossy.h.  send() passes on the
	 * message at out; recv() returns when a whole message can be read at in.
	 * A side only ever has one message of a round trip under way, and sends
	 * or receives a stream, never both: a send() that blocks for want of
	 * room cannot deadlock.  The processes are killed, never asked to stop.
	 */
	const struct loops *loops;
};
