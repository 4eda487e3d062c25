/* SPDX-License-Identifier: MIT */
/*
 * The socket never blocks.  If a client does not read, the socket takes no more; the rest
 * is held here, and nothing more is received before it is sent.  Then TCP's window
 * closes, and the client's own send() blocks.  So a client that does not read costs the
 * memory of one piece, and pieces become smaller when much is held for all clients
 * together.
 *
 * If there is nothing to receive, something may still be under way: what a closed TCP
 * window keeps back is still in the client's kernel, which sends it some time after the
 * window has opened.  So a server that is stopping waits for a second of silence.
 */
#include "server.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define STREAM_READ (64 * 1024)
#define SMALL_READ 4096
#define HELD_MUCH (16 * 1024 * 1024) /* by all sessions: then reads are small */
#define TURN 16			     /* pieces before other sessions have their turn */

struct session {
	struct watch watch;
	int type;
	bool quiet; /* nothing was received or sent since sessions_drain() looked */
	bool muted; /* our direction is shut down */
	char *held; /* owned: received, and not yet sent back */
	size_t held_from, held_to;
	struct session *next, **link;
};

enum step { GO_ON, WAIT_TO_READ, WAIT_TO_WRITE, GONE };

static void session_close(struct server *server, struct session *s)
{
	server->held -= s->held_to - s->held_from;
	*s->link = s->next;
	if (s->next)
		s->next->link = s->link;
	server->session_count--;
	close(s->watch.fd);
	free(s->held);
	free(s);
}

static enum step after_error(enum step wait)
{
	if (errno == EINTR)
		return GO_ON;
	return errno == EAGAIN || errno == EWOULDBLOCK ? wait : GONE;
}

/* Keeps what could not be sent. */
static enum step session_hold(struct server *server, struct session *s, const char *from,
			      size_t size)
{
	s->held = malloc(size);
	if (!s->held)
		return GONE;
	memcpy(s->held, from, size);
	s->held_from = 0;
	s->held_to = size;
	server->held += size;
	return WAIT_TO_WRITE;
}

static enum step session_send_held(struct server *server, struct session *s)
{
	/* Without MSG_NOSIGNAL a client that has hung up would end the server: SIGPIPE.
	 */
	const ssize_t n = send(s->watch.fd, s->held + s->held_from,
			       s->held_to - s->held_from, MSG_NOSIGNAL);

	if (n < 0)
		return after_error(WAIT_TO_WRITE);
	s->quiet = false;
	s->held_from += (size_t)n;
	server->held -= (size_t)n;
	if (s->held_from < s->held_to)
		return WAIT_TO_WRITE;
	free(s->held);
	s->held = NULL;
	return GO_ON;
}

static enum step session_send(struct server *server, struct session *s, size_t size)
{
	ssize_t n;

	do
		n = send(s->watch.fd, server->buffer, size, MSG_NOSIGNAL);
	while (n < 0 && errno == EINTR);
	if (n < 0 && after_error(WAIT_TO_WRITE) == GONE)
		return GONE;
	n = n < 0 ? 0 : n;
	if ((size_t)n == size)
		return GO_ON;
	return session_hold(server, s, server->buffer + n, size - (size_t)n);
}

static enum step session_receive(struct server *server, struct session *s)
{
	const size_t room = s->type == SOCK_SEQPACKET  ? MESSAGE_MAX
			    : server->held > HELD_MUCH ? SMALL_READ
						       : STREAM_READ;
	/* With MSG_TRUNC, recv() returns the true length of a message that does not fit.
	 */
	const int flags = s->type == SOCK_SEQPACKET ? MSG_TRUNC : 0;
	const ssize_t n = recv(s->watch.fd, server->buffer, room, flags);
	enum step step;

	if (n < 0)
		return after_error(WAIT_TO_READ);
	if (n == 0 || (size_t)n > room)
		return GONE;
	if (s->muted)
		return GO_ON; /* too late */
	s->quiet = false;
	step = session_send(server, s, (size_t)n);

	/* A stream that filled less than the buffer has no more for now. */
	if (step == GO_ON && s->type == SOCK_STREAM && (size_t)n < room)
		return WAIT_TO_READ;
	return step;
}

static void session_ready(struct server *server, struct watch *watch)
{
	struct session *s = (struct session *)watch;
	const bool held = s->held != NULL;
	enum step step = GO_ON;

	for (int turn = 0; step == GO_ON && turn < TURN; turn++) {
		step = s->held ? session_send_held(server, s)
			       : session_receive(server, s);
	}
	if (step == GONE) {
		session_close(server, s);
		return;
	}

	/* While something is held, nothing more is received. */
	const bool holds = s->held != NULL;

	if (holds != held &&
	    watch_set(server, EPOLL_CTL_MOD, watch, holds ? EPOLLOUT : EPOLLIN) < 0)
		session_close(server, s);
}

void session_open(struct server *server, int fd, int type)
{
	struct session *s = calloc(1, sizeof(*s));

	if (!s) {
		close(fd);
		return;
	}
	s->watch = (struct watch){.fd = fd, .ready = session_ready};
	s->type = type;
	s->next = server->sessions;
	s->link = &server->sessions;
	if (s->next)
		s->next->link = &s->next;
	server->sessions = s;
	server->session_count++;
	if (watch_set(server, EPOLL_CTL_ADD, &s->watch, EPOLLIN) < 0)
		session_close(server, s);
}

/* Whether all that was received is sent back, and the client has been quiet since the
 * last look, and still is. */
static bool session_is_done(const struct session *s)
{
	char next;

	return s->quiet && !s->held && recv(s->watch.fd, &next, 1, MSG_PEEK) < 0;
}

void sessions_drain(struct server *server)
{
	for (struct session *s = server->sessions; s; s = s->next) {
		/* Tells the client that nothing more will come.  If it has hung up, this
		 * fails, and recv() will notice. */
		if (!s->muted && session_is_done(s))
			s->muted = shutdown(s->watch.fd, SHUT_WR) == 0;
		s->quiet = true;
	}
}

void sessions_close(struct server *server)
{
	while (server->sessions)
		session_close(server, server->sessions);
}
