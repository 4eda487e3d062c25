/* SPDX-License-Identifier: MIT */
/*
 * echo-client: sends its standard input to an echo service and prints what comes back, or
 * sends bytes of its own and checks each one that comes back.
 *
 * The order of a client's calls is socket(), connect(), then send() and recv() in turn as
 * poll() allows, shutdown(), close().  A client that sends everything before it receives
 * waits for ever once the buffers on the way are full.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include "endpoint.h"

#define PIECE (64 * 1024)
#define DATAGRAM 1024 /* the default size of datagrams: fits in a packet */
#define PATIENCE_MS 2000

static const char usage[] =
	"usage: echo-client [--bytes N] [--size N] ENDPOINT\n\n"
	"Sends standard input to an echo service and prints what comes back.\n\n"
	"  --bytes N   send N bytes of its own instead, and check what comes back\n"
	"  --size N    send N bytes at a time, or in each datagram (1K)\n\n"
	"N takes K, M, G.  ENDPOINT is as for echo-server: tcp:HOST:PORT, unix:PATH ...\n"
	"Exit status: 0 everything came back, 1 it did not, 2 wrong usage.\n";

struct client {
	int fd;
	bool stream;
	bool checks;	 /* sends bytes of its own, and checks them */
	uint64_t left;	 /* how many of those are not yet made */
	size_t size;	 /* of a piece */
	bool input_over; /* there is nothing more to read or make */
	uint64_t sent, received;
	size_t from, to; /* the part of out that is still to be sent */
	unsigned char out[PIECE], in[PIECE];
};

static int complain(const char *what, const char *why)
{
	fprintf(stderr, "echo-client: %s: %s\n", what, why);
	return EXIT_FAILURE;
}

/* The byte of that number: if bytes are lost, repeated or out of order, it shows. */
static unsigned char made_byte(uint64_t offset)
{
	const uint64_t word = (offset / 8 + 1) * UINT64_C(0x9e3779b97f4a7c15);

	return (unsigned char)(word >> (offset % 8 * 8));
}

/* The next piece to send, from standard input or made. */
static int client_fill(struct client *c)
{
	ssize_t n;

	if (c->checks) {
		n = (ssize_t)(c->left < c->size ? c->left : c->size);
		for (ssize_t i = 0; i < n; i++)
			c->out[i] = made_byte(c->sent + (uint64_t)i);
		c->left -= (uint64_t)n;
	} else {
		n = read(STDIN_FILENO, c->out, c->size);
		if (n < 0)
			return errno == EINTR || errno == EAGAIN ? 0 : -1;
	}
	c->from = 0;
	c->to = (size_t)n;
	c->input_over = n == 0;

	/* Ends this direction only: the service still has to send back. */
	if (n == 0 && c->stream && shutdown(c->fd, SHUT_WR) < 0)
		return -1;
	return 0;
}

static int client_send(struct client *c)
{
	const ssize_t n = send(c->fd, c->out + c->from, c->to - c->from, MSG_NOSIGNAL);

	if (n < 0)
		return errno == EINTR || errno == EAGAIN ? 0 : -1;
	c->from += (size_t)n;
	c->sent += (uint64_t)n;
	return 0;
}

static int client_check(const struct client *c, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const uint64_t offset = c->received + i;

		if (c->in[i] == made_byte(offset))
			continue;
		fprintf(stderr,
			"echo-client: byte %llu came back as 0x%02x and was 0x%02x\n",
			(unsigned long long)offset, c->in[i], made_byte(offset));
		return -1;
	}
	return 0;
}

/* Returns 1 if the service has ended, 0 to go on, or -1 after a message. */
static int client_receive(struct client *c)
{
	const ssize_t n = recv(c->fd, c->in, sizeof(c->in), 0);

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return 0;
	if (n < 0) {
		complain("receiving", strerror(errno));
		return -1;
	}
	if (n == 0)
		return 1;
	if (c->checks && client_check(c, (size_t)n) < 0)
		return -1;
	if (!c->checks &&
	    (fwrite(c->in, 1, (size_t)n, stdout) < (size_t)n || fflush(stdout))) {
		complain("standard output", strerror(errno));
		return -1;
	}
	c->received += (uint64_t)n;
	return 0;
}

/* One datagram at a time is under way, so that none finds a full queue. */
static bool client_awaits_echo(const struct client *c)
{
	return !c->stream && c->received < c->sent;
}

static bool client_may_fill(const struct client *c)
{
	return c->from == c->to && !c->input_over && !client_awaits_echo(c);
}

/* Whether all datagrams came back.  The end of a stream is told by the service. */
static bool client_is_done(const struct client *c)
{
	return c->input_over && !c->stream && c->received >= c->sent;
}

/* Sends and receives whatever is possible. */
static int client_talk(struct client *c)
{
	for (;;) {
		if (c->checks && client_may_fill(c) && client_fill(c) < 0)
			return complain("sending", strerror(errno));
		if (client_is_done(c))
			break;

		struct pollfd fds[] = {
			{.fd = c->fd, .events = POLLIN},
			{.fd = -1, .events = POLLIN},
		};
		int r;

		if (c->from < c->to)
			fds[0].events |= POLLOUT;
		if (!c->checks && client_may_fill(c))
			fds[1].fd = STDIN_FILENO;
		r = poll(fds, 2, client_awaits_echo(c) ? PATIENCE_MS : -1);
		if (r == 0)
			return complain("waiting for the echo", "nothing came back");
		if ((fds[1].revents && client_fill(c) < 0) ||
		    (fds[0].revents & POLLOUT && client_send(c) < 0))
			return complain("sending", strerror(errno));
		if (fds[0].revents & (POLLIN | POLLERR | POLLHUP)) {
			r = client_receive(c);
			if (r < 0)
				return EXIT_FAILURE;
			if (r > 0)
				break;
		}
	}
	if (c->received == c->sent && c->input_over)
		return EXIT_SUCCESS;
	fprintf(stderr, "echo-client: %llu of %llu bytes came back\n",
		(unsigned long long)c->received, (unsigned long long)c->sent);
	return EXIT_FAILURE;
}

/* The sender of a datagram needs an address to be answered at.  Binding a Unix socket
 * without a name gives it one in the abstract namespace. */
static int client_bind(int fd, const struct endpoint *to)
{
	const struct sockaddr_un nameless = {.sun_family = AF_UNIX};

	if (to->address.ss_family != AF_UNIX || to->type != SOCK_DGRAM)
		return 0;
	return bind(fd, (const struct sockaddr *)&nameless, sizeof(sa_family_t));
}

/* Connects to the first of the addresses at which somebody answers. */
static int client_connect(struct client *c, const struct endpoint *to, int count)
{
	for (const struct endpoint *end = to + count; to < end; to++) {
		c->fd = socket(to->address.ss_family, to->type | SOCK_CLOEXEC, 0);
		if (c->fd >= 0 && client_bind(c->fd, to) == 0 &&
		    connect(c->fd, (const struct sockaddr *)&to->address, to->length) ==
			    0)
			return fcntl(c->fd, F_SETFL, fcntl(c->fd, F_GETFL) | O_NONBLOCK);
		if (c->fd >= 0)
			close(c->fd);
	}
	return -1;
}

/* Reads a number, which may end in K, M or G.  Returns 0, or -1 if it is none. */
static int read_number(const char *text, uint64_t *ret)
{
	static const char units[] = "KMG";
	char *end;

	errno = 0;
	*ret = strtoull(text, &end, 10);
	if (errno || end == text || text[0] == '-' || *ret > UINT64_MAX >> 30)
		return -1;
	if (*end && strchr(units, *end))
		*ret <<= 10 * (strchr(units, *end++) - units + 1);
	return *end ? -1 : 0;
}

/* Returns 0, or -1 if the command line is wrong. */
static int read_options(int argc, char **argv, struct client *c, uint64_t *size)
{
	int i = 1;

	for (; i + 2 < argc; i += 2) {
		if (strcmp(argv[i], "--bytes") == 0)
			c->checks = true;
		else if (strcmp(argv[i], "--size") != 0)
			return -1;
		if (read_number(argv[i + 1],
				strcmp(argv[i], "--bytes") ? size : &c->left) < 0)
			return -1;
	}
	return i == argc - 1 && argv[i][0] != '-' && *size <= PIECE ? 0 : -1;
}

int main(int argc, char **argv)
{
	static struct client client;
	struct endpoint to[ENDPOINTS_MAX];
	uint64_t size = 0;
	int count;
	const char *why;

	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		fputs(usage, stdout);
		return EXIT_SUCCESS;
	}
	if (read_options(argc, argv, &client, &size) < 0) {
		fputs(usage, stderr);
		return 2;
	}
	count = endpoint_parse(argv[argc - 1], to, &why);
	if (count < 0) {
		complain(argv[argc - 1], why);
		return 2;
	}
	client.stream = to->type == SOCK_STREAM;
	client.size = size ? size : client.stream ? PIECE : DATAGRAM;
	if (client_connect(&client, to, count) < 0)
		return complain(argv[argc - 1], strerror(errno));
	return client_talk(&client);
}
