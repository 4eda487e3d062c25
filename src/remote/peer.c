/* SPDX-License-Identifier: MIT */
#include "remote/peer.h"

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static int family_wanted(const struct text_words *variants)
{
	const bool four = text_words_have(variants, "ipv4");

	if (four == text_words_have(variants, "ipv6"))
		return AF_UNSPEC;
	return four ? AF_INET : AF_INET6;
}

/* Whether somebody accepts TCP connections there, within two seconds. */
static bool address_answers(const struct addrinfo *at)
{
	const struct timeval patience = {.tv_sec = 2};
	const int fd = socket(at->ai_family, at->ai_socktype | SOCK_CLOEXEC, 0);
	bool answers;

	if (fd < 0)
		return false;
	answers = setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience)) ==
			  0 &&
		  connect(fd, at->ai_addr, at->ai_addrlen) == 0;
	close(fd);
	return answers;
}

/* The one to use.  If there is no other, it is not tried: a service might end after the
 * first connection. */
static const struct addrinfo *address_choose(const struct addrinfo *found, bool service)
{
	const struct addrinfo *at = service && found->ai_next ? found : NULL;

	while (at && !address_answers(at))
		at = at->ai_next;
	return at ? at : found;
}

/* Stores a host's address as digits; there is a port if it is that of a service. */
static int peer_resolve(struct peer *peer, const char *option, const char *host,
			const char *port, const struct text_words *variants,
			char *message)
{
	const struct addrinfo hints = {
		.ai_family = family_wanted(variants),
		.ai_socktype = SOCK_STREAM,
	};
	struct addrinfo *found;
	int error = getaddrinfo(host, port, &hints, &found);
	char digits[NI_MAXSERV];

	if (error == 0) {
		const struct addrinfo *at = address_choose(found, port);

		peer->family = at->ai_family == AF_INET6 ? "ipv6" : "ipv4";
		error = getnameinfo(at->ai_addr, at->ai_addrlen, peer->meeting.address,
				    sizeof(peer->meeting.address), digits, sizeof(digits),
				    NI_NUMERICHOST | NI_NUMERICSERV);
		freeaddrinfo(found);
	}
	if (error == 0) {
		peer->meeting.port = (uint16_t)atoi(digits);
		return 0;
	}
	snprintf(message, AGENT_MESSAGE_SIZE, "%s %.100s%s%.20s: %s", option, host,
		 port ? ":" : "", port ? port : "", gai_strerror(error));
	return -EINVAL;
}

/* An address that contains colons must be in brackets: [ADDRESS]:PORT. */
int peer_find_service(const char *service, const struct text_words *variants,
		      struct peer *ret, char message[static AGENT_MESSAGE_SIZE])
{
	const char *port = strrchr(service, ':');
	char host[NI_MAXHOST];
	size_t length = port ? (size_t)(port - service) : 0;
	const bool brackets = length > 2 && service[0] == '[' && port[-1] == ']';

	memset(ret, 0, sizeof(*ret));
	ret->meeting.tokenless = true;
	if (length == 0 || length >= sizeof(host) || !port[1]) {
		snprintf(message, AGENT_MESSAGE_SIZE,
			 "--connect %.100s: which port? e.g. --connect localhost:7",
			 service);
		return -EINVAL;
	}
	snprintf(host, sizeof(host), "%.*s", (int)length - 2 * brackets,
		 service + brackets);
	return peer_resolve(ret, "--connect", host, port + 1, variants, message);
}

/* Splits the command at its blanks; no shell reads it. */
static int peer_split(const char *command, struct peer *ret, char *message)
{
	char *rest = ret->words;
	size_t n = 0;

	if ((size_t)snprintf(ret->words, sizeof(ret->words), "%s", command) >=
	    sizeof(ret->words))
		rest = NULL;
	for (char *word; (word = strsep(&rest, " \t")) && n < PEER_WORDS - 2;)
		if (*word)
			ret->argv[n++] = word;
	ret->argv[n] = AGENT_COMMAND;
	if (n > 0 && !rest)
		return 0;
	snprintf(message, AGENT_MESSAGE_SIZE,
		 "--peer: the command is empty or too long; e.g. --peer 'ssh host "
		 "ipcbench'");
	return -EINVAL;
}

int peer_find_agent(struct supervisor *sv, const char *command, const char *address,
		    const struct text_words *variants, struct peer *ret,
		    char message[static AGENT_MESSAGE_SIZE])
{
	int r;

	memset(ret, 0, sizeof(*ret));
	r = peer_split(command, ret, message);
	if (r == 0)
		r = agent_try(sv, "--peer", command, ret->argv, &ret->hello,
			      ret->conditions, message);
	if (r < 0)
		return r;
	if (!address)
		address = ret->hello.address;
	if (*address)
		return peer_resolve(ret, "--address", address, NULL, variants, message);
	snprintf(message, AGENT_MESSAGE_SIZE,
		 "--peer: at which address is it reached? add --address");
	return -EINVAL;
}

const char *peer_variant(const struct peer *peer, const struct mechanism *m)
{
	const char *variant = case_variant(m, peer->family);

	return variant ? variant : m->variants[0];
}
