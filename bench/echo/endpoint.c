/* SPDX-License-Identifier: MIT */
#include "endpoint.h"

#include <netdb.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

#define LOOPBACK "127.0.0.1"
#define PORT_MAX 65535

static const struct scheme {
	const char *name;
	int family, type;
} schemes[] = {
	{"tcp", AF_INET, SOCK_STREAM},
	{"udp", AF_INET, SOCK_DGRAM},
	{"unix", AF_UNIX, SOCK_STREAM},
	{"unix-dgram", AF_UNIX, SOCK_DGRAM},
	{"unix-seqpacket", AF_UNIX, SOCK_SEQPACKET},
};

static int refuse(const char **why, const char *text)
{
	*why = text;
	return -1;
}

/* Reads HOST:PORT, [HOST]:PORT or PORT.  getaddrinfo() knows names, IPv4 and IPv6. */
static int parse_internet(const char *text, struct endpoint *ret, const char **why)
{
	const struct addrinfo hints = {.ai_socktype = ret->type};
	struct addrinfo *found;
	char host[ENDPOINT_TEXT] = LOOPBACK;
	const char *port = strrchr(text, ':');
	int count = 0;

	if (port && port != text) {
		const bool brackets = text[0] == '[' && port[-1] == ']';
		const int length = (int)(port - text) - (brackets ? 2 : 0);

		if (length >= (int)sizeof(host))
			return refuse(why, "the host's name is too long");
		snprintf(host, sizeof(host), "%.*s", length, text + brackets);
	}
	port = port ? port + 1 : text;
	if (!*port || strspn(port, "0123456789") != strlen(port) || strlen(port) > 5 ||
	    atoi(port) > PORT_MAX)
		return refuse(why, "the port is not a number from 0 to 65535");
	const int r = getaddrinfo(host, port, &hints, &found);

	if (r != 0)
		return refuse(why, gai_strerror(r));
	for (const struct addrinfo *a = found; a && count < ENDPOINTS_MAX;
	     a = a->ai_next, count++) {
		ret[count] = (struct endpoint){
			.type = ret->type,
			.scheme = ret->scheme,
			.length = a->ai_addrlen,
		};
		memcpy(&ret[count].address, a->ai_addr, a->ai_addrlen);
	}
	freeaddrinfo(found);
	return count;
}

/* Reads a path in the file system, or a name in the abstract namespace.  That begins with
 * a zero byte, and its length is the length of the address. */
static int parse_unix(const char *path, struct endpoint *ret, const char **why)
{
	struct sockaddr_un *address = (struct sockaddr_un *)&ret->address;
	const size_t length = strlen(path);

	if (length == 0)
		return refuse(why, "the path is missing");
	if (length >= sizeof(address->sun_path))
		return refuse(why, "the path is longer than 107 letters");
	address->sun_family = AF_UNIX;
	memcpy(address->sun_path, path, length);
	if (path[0] == '@')
		address->sun_path[0] = '\0';
	ret->length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
	return 1;
}

int endpoint_parse(const char *word, struct endpoint ret[static ENDPOINTS_MAX],
		   const char **why)
{
	const size_t length = strcspn(word, ":");

	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		const struct scheme *s = &schemes[i];

		if (strlen(s->name) != length || strncmp(s->name, word, length) != 0)
			continue;
		if (word[length] != ':')
			return refuse(why, "an address must follow, as in tcp:7007");
		*ret = (struct endpoint){.type = s->type, .scheme = s->name};
		return s->family == AF_UNIX ? parse_unix(word + length + 1, ret, why)
					    : parse_internet(word + length + 1, ret, why);
	}
	return refuse(why, "it must begin with tcp: udp: unix: unix-dgram: or "
			   "unix-seqpacket:");
}

const char *endpoint_path(const struct endpoint *e)
{
	const struct sockaddr_un *address = (const struct sockaddr_un *)&e->address;

	if (e->address.ss_family != AF_UNIX || address->sun_path[0] == '\0')
		return NULL;
	return address->sun_path;
}

const char *endpoint_format(const struct endpoint *e, char text[static ENDPOINT_TEXT])
{
	const struct sockaddr_un *local = (const struct sockaddr_un *)&e->address;
	const bool six = e->address.ss_family == AF_INET6;
	char host[64] = "?", port[8] = "?";

	if (e->address.ss_family == AF_UNIX) {
		snprintf(text, ENDPOINT_TEXT, "%s:%s%s", e->scheme,
			 local->sun_path[0] ? "" : "@",
			 local->sun_path + !local->sun_path[0]);
		return text;
	}
	getnameinfo((const struct sockaddr *)&e->address, e->length, host, sizeof(host),
		    port, sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV);
	snprintf(text, ENDPOINT_TEXT, "%s:%s%s%s:%s", e->scheme, six ? "[" : "", host,
		 six ? "]" : "", port);
	return text;
}
