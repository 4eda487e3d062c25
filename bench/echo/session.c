/* SPDX-License-Identifier: MIT */
/*
 * One client: what it sends is sent back.
 *
 * The socket never blocks.  What it does not take at once, because the client does
 * not read, is held, and until it is gone nothing more is received: then TCP's window
 * closes, and the client's own send() blocks.  So a client that does not read costs
 * one piece of memory, and the more is held in all the smaller the pieces are.
 *
 * Nothing to receive does not mean that nothing is under way: what TCP's window has
 * kept back is still in the client's kernel, which sends it when it gets round to it.
 * So a server that is to end takes for the last word what was followed by silence.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "server.h"

#define HELD_MUCH (16 * 1024 * 1024) /* by all sessions: from here on, small pieces */
#define SMALL_READ 4096
#define TURN 16 /* pieces, before the others have their turn */

struct session {
	struct watch watch;
	int type;
	bool quiet; /* nothing has come or gone since sessions_drain() looked */
	bool muted; /* our side has said that it has nothing more to say */
	char *held; /* owned: received, not yet sent back */
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
	if (server->full)
		listeners_accept(server, true);
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
	/* MSG_NOSIGNAL: a client that is gone is EPIPE, not the end of the server. */
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
	/* Of a message too long to be received whole, MSG_TRUNC tells the true length. */
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

	/* A stream that had less than there was room for has no more for now. */
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

	/* One or the other: while something is held, nothing more is received. */
	const bool holds = s->held != NULL;

	if (holds != held &&
	    server_watch_else(server, watch, holds ? EPOLLOUT : EPOLLIN) < 0)
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
	if (server_watch(server, &s->watch, EPOLLIN) < 0)
		session_close(server, s);
}

/* Quiet since the last look, and now too: all that came is back, and nothing waits. */
static bool session_is_done(const struct session *s)
{
	char next;

	return s->quiet && !s->held && recv(s->watch.fd, &next, 1, MSG_PEEK) < 0;
}

void sessions_drain(struct server *server)
{
	for (struct session *s = server->sessions; s; s = s->next) {
		/* The client is to know that all is back.  If there is none any more
		 * this fails, but then recv() will say so. */
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
