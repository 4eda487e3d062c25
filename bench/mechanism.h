/* SPDX-License-Identifier: MIT */
/*
 * The contract: all that the author of a mechanism must know.  pipe/pipe.c is a good
 * first one to read.
 *
 * A mechanism is one way to pass messages between two processes.  It is one file,
 * <family>/<name>.c, and one word in meson.build.  Its functions return 0 or -errno and
 * print nothing.
 *
 *	create()	by the pair's keeper, before it forks both sides
 *	attach()	by each side, pinned to its CPU
 *	send(), recv()	by each side, slice after slice, in the loops of loop.h
 *	destroy()	by the keeper, after both sides are gone
 */
#pragma once

#include <errno.h>
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

/* How a side waits: asleep in the kernel; trying again and again; trying again with
 * sched_yield() in between; trying for a while, then asleep. */
enum wait { WAIT_BLOCK, WAIT_SPIN, WAIT_YIELD, WAIT_HYBRID, WAIT_COUNT };

#define WAITS(wait) (1u << (wait))

/* What can be set: the fields of struct channel with these names. */
enum setting { SET_BUFFER, SET_DEPTH, SET_CHUNK, SET_SPIN, SETTING_COUNT };

/*
 * One live instance of a mechanism.  Each process has its own copy after the fork: what
 * both sides must see goes into memory that create() maps MAP_SHARED, what a side keeps
 * for itself goes into state.
 */
struct channel {
	/* Set by the harness. */
	void *state;	       /* the mechanism's, state_size bytes, zeroed */
	size_t size;	       /* bytes per message; 0 for a token */
	enum wait wait;	       /* one of the mechanism's waits */
	const char *variant;   /* one of the mechanism's variants, or NULL */
	const char *directory; /* where files may be made */
	enum side side;	       /* which process this is; from attach() on */
	pid_t peer;	       /* the other process; from attach() on */

	/* The next message is built at out, and the last one received lies at in.  Before
	 * attach() the harness points both at private, page-aligned buffers of size
	 * bytes.  A mechanism that lends its own memory points out at a free place in
	 * attach() and again in each send(), and in at the message in each recv(). */
	void *out, *in;

	/* The mechanism's, unless attach() chooses others for the variant: to ask for the
	 * variant at each message took an eighth of a spinning stream's time. */
	const struct loops *loops;

	/* Before create(): what was asked for, 0 for the mechanism's default.  create()
	 * stores what was granted, 0 if there is no such thing.  Only buffer can be other
	 * than 0 without a knob. */
	size_t buffer;	/* kernel or ring buffer for one direction, in bytes */
	size_t depth;	/* messages there is room for; overrides buffer */
	size_t chunk;	/* bytes of a stream to hand over at a time; 0: the message */
	size_t spin_ns; /* how long to try before falling asleep */

	size_t came;	  /* with -EBADMSG from recv(): bytes of the message */
	bool makes_files; /* in directory; name_make_path() sets it */

	/* What was in the way when create() or attach() refuses, by the name that an
	 * administrator knows ("fs.mqueue.msgsize_max"); a string constant. */
	const char *limit;
};

/* What recv() returns when a message of `size` bytes has come. */
static inline int channel_came(struct channel *ch, size_t size)
{
	ch->came = size;
	return size == ch->size ? 0 : -EBADMSG;
}

/* What is true of a mechanism. */
enum traits {
	MECH_TOKEN = 1 << 0,	  /* wakes the peer, carries no bytes: size is 0 */
	MECH_LOSSY = 1 << 1,	  /* may lose messages: its loops are those of lossy.h */
	MECH_CONTROL = 1 << 2,	  /* a yardstick: nobody checks its bytes */
	MECH_BOUNDARIES = 1 << 3, /* a message is received whole, as it was sent */
	MECH_ONE_WAY = 1 << 4,	  /* one object of it serves one direction */
	MECH_NAMED = 1 << 5,	  /* unrelated processes can find it by a name */
	MECH_PERSISTS = 1 << 6,	  /* outlives its processes until destroy() */
	MECH_UNLINKED = 1 << 7,	  /* would persist, but create() unlinks it */
};

/* A setting that a mechanism honours, and the values that `ipcbench tune` tries: least,
 * then each factor times the one before, up to most and to what limit allows. */
struct knob {
	enum setting setting;
	size_t least, most;
	unsigned factor;
	size_t bad;	   /* makes a difference if the setting does anything at all */
	const char *limit; /* the sysctl that bounds it for all users, or NULL */
	const char *how;   /* how a program sets it, VALUE standing for the value */
};

struct mechanism {
	const char *name;    /* the file's, with dashes */
	const char *summary; /* one line */
	const char *family;  /* the folder's */
	const char *without; /* the library for want of which it is not built, or NULL */
	unsigned traits;     /* MECH_*, or-ed */
	unsigned waits;	     /* WAITS(), or-ed */
	enum wait wait;	     /* the default; if it is none of waits, the lowest of them */

	/* The ways in which create() can make it, the default first, NULL last; NULL if
	 * there is only one. */
	const char *const *variants;

	/* Who may take part: "mode" (those that the mode of its name lets in),
	 * "same-user", "debugger" (who may trace the other), "anyone", "by-variant".
	 * NULL: only processes that inherit its parts or are sent them. */
	const char *access;

	/* Of a stream: writes of at most this many bytes are never mixed with another
	 * writer's, as documented; 0: nothing is promised. */
	size_t atomic;

	/* What can be set, the most promising first, a zeroed one last; or NULL. */
	const struct knob *knobs;

	/* What has a part in its time besides the two sides, wherever they are pinned:
	 * "kernel-worker" (a thread of the kernel's, on any CPU), "disk"; or NULL. */
	const char *helper;

	size_t state_size; /* of channel.state */

	/*
	 * Makes every kernel object that both sides need, so that they inherit connected
	 * ends.  Names are unguessable, have mode 0600 and are unlinked before it
	 * returns.  It may fail half way.  These errors skip the case, others fail it:
	 * -EMSGSIZE (not at this size), -ENOSYS, -EOPNOTSUPP, -EAFNOSUPPORT, -EPERM,
	 * -EACCES (not here), -ENAMETOOLONG (not in this directory), -ENOSPC, -EMFILE,
	 * -ENFILE, -ENOMEM, -EDQUOT (a limit).
	 */
	int (*create)(struct channel *ch);

	/* Does what cannot be inherited.  May be NULL; the same errors skip. */
	int (*attach)(struct channel *ch);

	/* Undoes create(), whatever that returned and if it never ran.  May be NULL. */
	void (*destroy)(struct channel *ch);

	/* How it reaches other hosts (hosts.h), or NULL if it does not. */
	const struct hosts *hosts;

	/*
	 * Made by MECHANISM_LOOPS(send, recv) of loop.h, or, of a lossy mechanism, by
	 * MECHANISM_LOSSY_LOOPS of lossy.h.  send() passes on the message at out; recv()
	 * returns when a whole message can be read at in.  A side has at most one message
	 * of a round trip under way, and only sends or only receives a stream: a send()
	 * that blocks for want of room cannot deadlock.  The processes are killed, never
	 * asked to stop.
	 */
	const struct loops *loops;
};
