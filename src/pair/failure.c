/* SPDX-License-Identifier: MIT */
#include "pair/failure.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const struct {
	int error;
	const char *slug;
	const char *text;
	bool refusal; /* when it comes from a mechanism's create() or attach() */
} reasons[] = {
	{EMSGSIZE, "message-too-large", "the message is too large", true},
	{ENOSYS, "not-available", "this kernel or this build does not have it", true},
	{EOPNOTSUPP, "not-supported", "this kernel does not support it", true},
	{EAFNOSUPPORT, "not-supported", "this kernel does not support it", true},
	{EPERM, "not-permitted", "it is not permitted", true},
	{EACCES, "not-permitted", "it is not permitted", true},
	{ENOSPC, "no-space", "there is no room for it", true},
	{EDQUOT, "no-space", "the user's quota is used up", true},
	{EFBIG, "no-space", "files may not be that large", true},
	{EROFS, "read-only", "nothing can be created there", true},
	{ENOENT, "no-directory", "there is no such directory", true},
	{ENOTDIR, "no-directory", "it is not a directory", true},
	{EAGAIN, "limit-reached",
	 "the user's limit is reached, see ulimit -u and ulimit -i", true},
	{EMFILE, "too-many-open", "this process has too many files open", true},
	{ENFILE, "too-many-open", "too many files are open on this machine", true},
	{ENAMETOOLONG, "path-too-long", "the directory's path is too long", true},
	{ENOMEM, "no-memory", "there is not enough memory", true},
	{EBADMSG, "wrong-message", "a message arrived wrong", false},
	{ETIMEDOUT, "deadline-passed", "nothing arrived before the deadline", false},
	{ECHILD, "died", "the process died", false},
	{ENXIO, "not-pinned", "it may not run on the CPU that was chosen for it", false},
	{EPROTO, "no-agent", "it does not answer like an ipcbench agent", false},
	{EPROTONOSUPPORT, "other-protocol",
	 "it speaks another version of the agents' protocol", false},
	{ECONNREFUSED, "connection-refused", "nobody is listening there", false},
	{EHOSTUNREACH, "unreachable", "there is no route to that host", false},
	{ENETUNREACH, "unreachable", "there is no route to that network", false},
	{EPIPE, "peer-closed", "the other side is gone", false},
	{ECONNRESET, "peer-closed", "the other side is gone", false},
};

#define REASON_COUNT (sizeof(reasons) / sizeof(reasons[0]))

int failure_set(struct failure *failure, const char *process, int error)
{
	*failure = (struct failure){.error = error, .process = process};
	return error;
}

void failure_set_limit(struct failure *failure, const char *limit)
{
	snprintf(failure->limit, sizeof(failure->limit), "%s", limit ? limit : "");
}

static size_t reason_find(int error)
{
	size_t i = 0;

	while (i < REASON_COUNT && reasons[i].error != -error)
		i++;
	return i;
}

bool failure_is_refusal(const struct failure *failure)
{
	const size_t i = reason_find(failure->error);

	return failure->refused && i < REASON_COUNT && reasons[i].refusal;
}

void failure_slug(const struct failure *failure, char slug[static REASON_SIZE])
{
	const size_t i = reason_find(failure->error);
	char code[32];

	if (i == REASON_COUNT)
		snprintf(code, sizeof(code), "errno-%d", -failure->error);
	else
		snprintf(code, sizeof(code), "%s", reasons[i].slug);
	if (!failure_is_refusal(failure))
		snprintf(slug, REASON_SIZE, "%s-%s", failure->process, code);
	else if (failure->limit[0])
		snprintf(slug, REASON_SIZE, "%s:%s", code, failure->limit);
	else
		snprintf(slug, REASON_SIZE, "%s", code);
}

void failure_sentence(const struct failure *failure, char *text, size_t size)
{
	const size_t i = reason_find(failure->error);
	const char *what = i < REASON_COUNT ? reasons[i].text : strerror(-failure->error);
	const struct wrong *wrong = &failure->wrong;

	if (failure->error == -EBADMSG && wrong->size != wrong->due)
		snprintf(text, size,
			 "%s: at the %s, message %" PRIu64 " has %" PRIu64
			 " bytes, not %" PRIu64,
			 what, failure->process, wrong->number, wrong->size, wrong->due);
	else if (failure->error == -EBADMSG)
		snprintf(text, size,
			 "%s: at the %s, byte %" PRIu64 " of message %" PRIu64 " differs",
			 what, failure->process, wrong->offset, wrong->number);
	else if (failure->limit[0])
		snprintf(text, size, "%s: the limit is %s", what, failure->limit);
	else
		snprintf(text, size, "%s: %s", failure->process, what);
}
