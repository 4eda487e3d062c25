/* SPDX-License-Identifier: MIT */
#include "pair/pair.h"

#include "pair/local.h"

int pair_open(struct supervisor *sv, const struct ipc_case *c, unsigned padding,
	      struct pair **ret, struct failure *failure)
{
	const struct pair_kind *kind = c->kind ? c->kind : &pair_local;

	return kind->open(sv, c, padding, ret, failure);
}

int pair_run(struct supervisor *sv, struct pair *p, uint32_t count, uint32_t batch,
	     struct outcome *ret, struct failure *failure)
{
	return p->kind->run_slice(sv, p, count, batch, ret, failure);
}

void pair_close(struct pair *p)
{
	if (p)
		p->kind->close(p);
}
