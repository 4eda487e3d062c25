/* SPDX-License-Identifier: MIT */
#include "list/probe_side.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "job.h"

#define WAITING_US 20000 /* by then the server waits for a message */

int probe_flood(struct channel *ch, struct board *board)
{
	int r = 0;

	for (uint64_t n = 0; r == 0 && n < board->most; n++) {
		r = ch->loops->send(ch);
		atomic_fetch_add(&board->sent, r == 0);
	}
	return r;
}

int probe_idle(struct channel *ch, struct board *board)
{
	(void)ch, (void)board;
	return 0;
}

int probe_send_halves(struct channel *ch, struct board *board)
{
	int r;

	(void)board;
	ch->size /= 2;
	r = ch->loops->send(ch);
	return r < 0 ? r : ch->loops->send(ch);
}

/* A mechanism that keeps boundaries may return -EBADMSG for a short message. */
int probe_recv_halves(struct channel *ch, struct board *board)
{
	int r = 0;

	for (int i = 0; i < 2 && r == 0; i++) {
		r = ch->loops->recv(ch);
		if (r == -EBADMSG)
			r = 0;
		atomic_fetch_add(&board->received, r == 0);
	}
	return r;
}

int probe_die(struct channel *ch, struct board *board)
{
	(void)ch, (void)board;
	usleep(WAITING_US);
	return raise(SIGKILL);
}

int probe_wait(struct channel *ch, struct board *board)
{
	board->error = ch->loops->recv(ch);
	atomic_store(&board->received, 1);
	return 0;
}
