/* SPDX-License-Identifier: MIT */
#include "output/rows.h"

#include <math.h>

#include "base/text.h"
#include "base/words.h"

#define COLUMN_SIZE 48

static double cpu_or_nan(int cpu)
{
	return cpu < 0 ? NAN : cpu;
}

void key_cells(struct cells *cells, const struct ipc_case *c,
	       const size_t granted[static SETTING_COUNT], bool ok)
{
	cells_string(cells, "mechanism", c->mechanism->name);
	cells_string(cells, "family", c->mechanism->family);
	cells_string(cells, "pattern", pattern_name(c->pattern));
	cells_number(cells, "size_bytes", (double)c->size);
	cells_string(cells, "placement", placement_name(c->placement));
	cells_number(cells, "client_cpu", cpu_or_nan(c->cpu[CLIENT]));
	cells_number(cells, "server_cpu", cpu_or_nan(c->cpu[SERVER]));
	cells_string(cells, "wait", wait_name(c->wait));
	cells_string(cells, "touch", touch_name(c->touch));
	cells_number(cells, "pairs", 1);
	cells_number(cells, "rate_per_s", c->rate ? (double)c->rate : NAN);
	cells_number(cells, "buffer_requested_bytes", (double)c->asked[SET_BUFFER]);
	cells_number(cells, "buffer_granted_bytes",
		     ok ? (double)granted[SET_BUFFER] : NAN);
	cells_string(cells, "variant", c->variant ? c->variant : "default");
}

void end_cells(struct cells *cells, const struct ipc_case *c,
	       const size_t granted[static SETTING_COUNT], bool ok)
{
	static const char *const units[SETTING_COUNT] = {
		[SET_DEPTH] = "", [SET_CHUNK] = "_bytes", [SET_SPIN] = "_ns"};
	char name[64];

	for (enum setting s = SET_DEPTH; s < SETTING_COUNT; s++) {
		snprintf(name, sizeof(name), "%s_requested%s", setting_name(s), units[s]);
		cells_number(cells, name, (double)c->asked[s]);
		snprintf(name, sizeof(name), "%s_granted%s", setting_name(s), units[s]);
		cells_number(cells, name, ok ? (double)granted[s] : NAN);
	}
	cells_string(cells, "program", program_name(c));
	cells_number(cells, "schema", SCHEMA);
	cells_end(cells);
}

const char *status_name(enum status status)
{
	return status == STATUS_OK	  ? "ok"
	       : status == STATUS_SKIPPED ? "skipped"
					  : "failed";
}

void per_side(struct cells *cells, const char *what, double client, double server)
{
	char name[64];

	snprintf(name, sizeof(name), "client_%s", what);
	cells_number(cells, name, client);
	snprintf(name, sizeof(name), "server_%s", what);
	cells_number(cells, name, server);
}

static void cost_cells(struct cells *cells, const struct costs costs[SIDE_COUNT])
{
	const struct costs *c = &costs[CLIENT], *s = &costs[SERVER];

	per_side(cells, "cpu_ns_per_message", c->cpu_ns, s->cpu_ns);
	per_side(cells, "user_ns_per_message", c->user_ns, s->user_ns);
	per_side(cells, "system_ns_per_message", c->system_ns, s->system_ns);
	per_side(cells, "voluntary_switches_per_message", c->voluntary_switches,
		 s->voluntary_switches);
	per_side(cells, "involuntary_switches_per_message", c->involuntary_switches,
		 s->involuntary_switches);
	per_side(cells, "faults_per_message", c->faults, s->faults);
	per_side(cells, "runqueue_share", c->runqueue_share, s->runqueue_share);
}

static void loss_cells(struct cells *cells, bool ok, uint64_t sent, uint64_t lost,
		       uint64_t reordered)
{
	cells_number(cells, "sent_messages", ok ? (double)sent : NAN);
	cells_number(cells, "lost_messages", ok ? (double)lost : NAN);
	cells_number(cells, "reordered_messages", ok ? (double)reordered : NAN);
}

static void disturbance_cells(struct cells *cells, const struct disturbance *d, bool ok)
{
	const struct disturbance none = {NAN, {NAN, NAN}, {NAN, NAN}, NAN};

	d = ok ? d : &none;
	per_side(cells, "stolen_share", d->stolen_share[CLIENT], d->stolen_share[SERVER]);
	per_side(cells, "mhz", d->mhz[CLIENT], d->mhz[SERVER]);
	cells_number(cells, "gap_ns", d->gap_ns);
	cells_number(cells, "distance_ns", d->distance_ns);
}

static void filesystem_cell(struct cells *cells, const char *filesystem)
{
	cells_string(cells, "filesystem", filesystem ? filesystem : "none");
}

/* NAME_p50_ns and its kin, of trials of that pattern. */
static void time_cells(struct cells *cells, const char *name, const struct trial *t,
		       const struct figures *f, enum pattern pattern)
{
	const struct {
		const char *what;
		double value;
	} times[] = {{"min", f->min}, {"p50", f->p50}, {"mean", f->mean},
		     {"p90", f->p90}, {"p99", f->p99}, {"p999", f->p999},
		     {"max", f->max}};
	char column[COLUMN_SIZE];

	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		snprintf(column, sizeof(column), "%s_%s_ns", name, times[i].what);
		cells_number(cells, column,
			     t->c->pattern == pattern ? times[i].value : NAN);
	}
}

void trial_cells(struct cells *cells, const struct trial *t)
{
	const struct figures *f = &t->figures;
	const bool ok = t->status == STATUS_OK;
	char reason[REASON_SIZE];

	trial_reason(t, reason);
	key_cells(cells, t->c, t->granted, ok);
	cells_string(cells, "status", status_name(t->status));
	cells_string(cells, "reason", reason);
	cells_number(cells, "session", t->session);
	cells_number(cells, "round", t->round);
	cells_number(cells, "group", t->group);
	cells_number(cells, "begin_ns", ok ? (double)t->begin_ns : NAN);
	cells_number(cells, "wall_ns", ok ? (double)(t->end_ns - t->begin_ns) : NAN);
	cells_number(cells, "slices", (double)t->slice_count);
	cells_number(cells, "messages", (double)t->messages);
	cells_number(cells, "discarded_messages", (double)t->discarded);
	cells_number(cells, "batch", ok ? t->batch : NAN);
	cells_number(cells, "first_ns", ok ? f->first : NAN);
	time_cells(cells, "rtt", t, f, ROUND_TRIP);
	cells_number(cells, "slice_mad_ns", f->slice_mad);
	cells_number(cells, "bytes_per_s", f->bytes_per_s);
	cells_number(cells, "messages_per_s", f->messages_per_s);
	cost_cells(cells, f->costs);
	disturbance_cells(cells, &t->disturbance, ok);
	cells_number(cells, "repeats", t->repeats);
	cells_number(cells, "slices_ns", ok ? (double)t->slices_ns : NAN);
	cells_number(cells, "sweeps_ns", ok ? (double)t->sweeps_ns : NAN);
	filesystem_cell(cells, t->filesystem);
	cells_number(cells, "strangers_refused", ok ? (double)t->strangers : NAN);
	loss_cells(cells, ok, t->sent, t->lost, t->reordered);
	time_cells(cells, "latency", t, f, PACED);
	cells_number(cells, "delivered_per_s", f->delivered_per_s);
	cells_number(cells, "send_late_p99_ns", f->send_late_p99);
	cells_number(cells, "blocked_p99_ns", f->blocked_p99);
	cells_number(cells, "saturated", ok ? f->saturated : NAN);
	end_cells(cells, t->c, t->granted, ok);
}

void slice_cells(struct cells *cells, const struct trial *t,
		 const struct slice_record *slice)
{
	key_cells(cells, t->c, t->granted, true);
	cells_number(cells, "session", t->session);
	cells_number(cells, "round", t->round);
	cells_number(cells, "sweep", slice->sweep);
	cells_number(cells, "position", slice->position);
	cells_number(cells, "begin_ns", (double)slice->begin_ns);
	cells_number(cells, "messages", (double)slice->messages);
	cells_number(cells, "p50_ns", slice->p50_ns);
	cells_number(cells, "mean_ns", slice->mean_ns);
	cells_number(cells, "distance_ns", slice->distance_ns);
	end_cells(cells, t->c, t->granted, true);
}

void estimate_cells(struct cells *cells, const char *name, struct estimate e)
{
	char bound[64];

	cells_number(cells, name, e.value);
	snprintf(bound, sizeof(bound), "%s_low", name);
	cells_number(cells, bound, e.low);
	snprintf(bound, sizeof(bound), "%s_high", name);
	cells_number(cells, bound, e.high);
}

/* NAME_p50_ns and its kin, of cases of that pattern. */
static void level_cells(struct cells *cells, const char *name, const struct summary *s,
			enum pattern pattern)
{
	const struct estimate none = {NAN, NAN, NAN, 0};
	const struct {
		const char *what;
		struct estimate e;
	} estimates[] = {
		{"p50", s->p50}, {"p90", s->p90}, {"p99", s->p99}, {"p999", s->p999}};
	const struct {
		const char *what;
		double value;
	} values[] = {{"mean", s->mean}, {"min", s->min}, {"max", s->max}};
	const bool have = s->c->pattern == pattern;
	char column[COLUMN_SIZE];

	for (size_t i = 0; i < sizeof(estimates) / sizeof(estimates[0]); i++) {
		snprintf(column, sizeof(column), "%s_%s_ns", name, estimates[i].what);
		estimate_cells(cells, column, have ? estimates[i].e : none);
	}
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		snprintf(column, sizeof(column), "%s_%s_ns", name, values[i].what);
		cells_number(cells, column, have ? values[i].value : NAN);
	}
}

void summary_cells(struct cells *cells, const struct summary *s)
{
	const bool ok = s->status == STATUS_OK;

	key_cells(cells, s->c, s->granted, ok);
	cells_string(cells, "status", status_name(s->status));
	cells_string(cells, "reason", s->reason);
	cells_number(cells, "rounds", s->rounds);
	cells_number(cells, "sessions", s->sessions);
	cells_number(cells, "batch", ok ? s->batch : NAN);
	level_cells(cells, "rtt", s, ROUND_TRIP);
	cells_number(cells, "first_ns", s->first);
	estimate_cells(cells, "bytes_per_s", s->bytes_per_s);
	estimate_cells(cells, "messages_per_s", s->messages_per_s);
	estimate_cells(cells, "ratio", s->ratio.hl);
	cells_number(cells, "ratio_sign_low", s->ratio.median.low);
	cells_number(cells, "ratio_sign_high", s->ratio.median.high);
	cells_string(cells, "ratio_to", s->ratio_to);
	cost_cells(cells, s->costs);
	cells_number(cells, "capped", s->capped);
	cells_number(cells, "ratio_asymmetric", s->ratio.asymmetric);
	cells_number(cells, "distance_ns", s->distance.median);
	cells_number(cells, "distance_min_ns", s->distance.low);
	cells_number(cells, "distance_max_ns", s->distance.high);
	cells_number(cells, "moved", s->moved);
	filesystem_cell(cells, s->filesystem);
	loss_cells(cells, ok, s->sent, s->lost, s->reordered);
	level_cells(cells, "latency", s, PACED);
	estimate_cells(cells, "delivered_per_s", s->delivered_per_s);
	cells_number(cells, "send_late_p99_ns", s->send_late_p99);
	cells_number(cells, "blocked_p99_ns", s->blocked_p99);
	cells_number(cells, "saturated", ok ? s->saturated : NAN);
	end_cells(cells, s->c, s->granted, ok);
}

void bin_cells(struct cells *cells, const struct history *h,
	       const struct histogram_bin *bin)
{
	key_cells(cells, h->c, h->granted, true);
	cells_number(cells, "low_ns", (double)bin->low);
	cells_number(cells, "high_ns", (double)bin->high);
	cells_number(cells, "count", (double)bin->count);
	end_cells(cells, h->c, h->granted, true);
}
