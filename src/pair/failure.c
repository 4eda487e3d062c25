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
	bool refusal; /* if it comes from a mechanism's create() or attach() */
} reasons[] = {
	{EMSGSIZE, "message-too-large", "the message is too large", true},
	{ENOSYS, "not-available", "this kernel or this build does not have it", true},
	{EOPNOTSUPP, "not-supported", "this kernel does not support it", true},
	{EAFNOSUPPORT, "not-supported", "this kernel does not support it", true},
	{EPERM, "not-permitted", "it is not permitted", true},
	{EACCES, "not-permitted", "it is not permitted", true},
	{ENOSPC, "no-space", "there is no room for it", true},
	{EDQUOT, "no-space", "the user's quota is used up", true},
	{EFBIG, "no-space", "a file may not be that large", true},
	{EROFS, "read-only", "nothing can be made there", true},
	{ENOENT, "no-directory", "there is no such directory", true},
	{ENOTDIR, "no-directory", "that is no directory", true},
	{EAGAIN, "limit-reached",
	 "the user may have no more of it, see ulimit -u and ulimit -i", true},
	{EMFILE, "too-many-open", "too many are open already", true},
	{ENFILE, "too-many-open", "too many are open on this machine", true},
	{ENAMETOOLONG, "path-too-long", "the directory's path is too long", true},
	{ENOMEM, "no-memory", "there is no memory for it", true},
	{EBADMSG, "wrong-message", "a message came out wrong", false},
	{ETIMEDOUT, "deadline-passed", "nothing came within the deadline", false},
	{ECHILD, "died", "the process died", false},
	{EPROTO, "no-agent", "it does not speak as an ipcbench agent does", false},
	{EPROTONOSUPPORT, "other-protocol", "it is too old or too new for this one",
	 false},
	{ECONNREFUSED, "connection-refused", "nobody listens there", false},
	{EHOSTUNREACH, "unreachable", "there is no way to that host", false},
	{ENETUNREACH, "unreachable", "there is no way to that network", false},
	{EPIPE, "peer-closed", "the other side is gone", false},
	{ECONNRESET, "peer-closed", "the other side is gone", false},
};

#define REASON_COUNT (sizeof(reasons) / sizeof(reasons[0]))

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
		snprintf(slug, REASON_SIZE, "%s-%s", failure->side, code);
	else if (failure->limit[0])
		snprintf(slug, REASON_SIZE, "%s:%s", code, failure->limit);
	else
		snprintf(slug, REASON_SIZE, "%s", code);
}

void failure_sentence(const struct failure *failure, char *text, size_t size)
{
	const size_t i = reason_find(failure->error);
	const char *what = i < REASON_COUNT ? reasons[i].text : strerror(-failure->error);

	if (failure->error == -EBADMSG)
		snprintf(text, size,
			 "%s: at the %s, byte %" PRIu64 " of message %" PRIu64 " differs",
			 what, failure->side, failure->wrong_offset, failure->wrong);
	else if (failure->limit[0])
		snprintf(text, size, "%s: the limit is %s", what, failure->limit);
	else
		snprintf(text, size, "%s: %s", failure->side, what);
}
