/* SPDX-License-Identifier: MIT */
#include "output/tables.h"

const char *status_name(unsigned status)
{
	static const char *const names[] = {
		[STATUS_OK] = "ok",
		[STATUS_SKIPPED] = "skipped",
		[STATUS_FAILED] = "failed",
	};

	return names[status];
}

static const struct column cost_columns[] = {
	{"cpu_ns_per_message", SIDES(struct costs, cpu_ns)},
	{"user_ns_per_message", SIDES(struct costs, user_ns)},
	{"system_ns_per_message", SIDES(struct costs, system_ns)},
	{"voluntary_switches_per_message", SIDES(struct costs, voluntary_switches)},
	{"involuntary_switches_per_message", SIDES(struct costs, involuntary_switches)},
	{"faults_per_message", SIDES(struct costs, faults)},
	{"runqueue_share", SIDES(struct costs, runqueue_share)},
	{0},
};

static const struct column trial_columns[] = {
	{KEY_BEGIN},
	{COLUMN_STATUS, WORD(struct trial, status, status_name)},
	{COLUMN_REASON, TEXT(struct trial, reason)},
	{COLUMN_SESSION, NUMBER(struct trial, session)},
	{COLUMN_ROUND, NUMBER(struct trial, round)},
	{COLUMN_GROUP, NUMBER(struct trial, group)},
	{"begin_ns", NUMBER(struct trial, begin_ns), .when = IF_MEASURED},
	{"wall_ns", NUMBER(struct trial, wall_ns), .when = IF_MEASURED},
	{"slices", NUMBER(struct trial, slice_count)},
	{"messages", NUMBER(struct trial, messages)},
	{"discarded_messages", NUMBER(struct trial, discarded)},
	{COLUMN_BATCH, NUMBER(struct trial, batch), .when = IF_MEASURED},
	{"first_ns", NUMBER(struct trial, figures.first), .when = IF_MEASURED},
	{"rtt_min_ns", NUMBER(struct trial, figures.min), .when = IF_ROUND_TRIP},
	{COLUMN_RTT_P50, NUMBER(struct trial, figures.p50), .when = IF_ROUND_TRIP},
	{COLUMN_RTT_MEAN, NUMBER(struct trial, figures.mean), .when = IF_ROUND_TRIP},
	{"rtt_p90_ns", NUMBER(struct trial, figures.p90), .when = IF_ROUND_TRIP},
	{"rtt_p99_ns", NUMBER(struct trial, figures.p99), .when = IF_ROUND_TRIP},
	{"rtt_p999_ns", NUMBER(struct trial, figures.p999), .when = IF_ROUND_TRIP},
	{"rtt_max_ns", NUMBER(struct trial, figures.max), .when = IF_ROUND_TRIP},
	{"slice_mad_ns", NUMBER(struct trial, figures.slice_mad)},
	{"slice_ns", NUMBER(struct trial, figures.slice)},
	{"burst_ns", NUMBER(struct trial, figures.burst)},
	{"bytes_per_s", NUMBER(struct trial, figures.bytes_per_s)},
	{COLUMN_MESSAGES_PER_S, NUMBER(struct trial, figures.messages_per_s)},
	{COLUMNS(struct trial, figures.costs, cost_columns)},
	{"stolen_share", SIDES(struct trial, figures.stolen_share), .when = IF_MEASURED},
	{"mhz", SIDES(struct trial, figures.mhz), .when = IF_MEASURED},
	{"gap_ns", NUMBER(struct trial, figures.gap), .when = IF_MEASURED},
	{COLUMN_DISTANCE, NUMBER(struct trial, figures.distance), .when = IF_MEASURED},
	{"repeats", NUMBER(struct trial, repeats)},
	{"slices_ns", NUMBER(struct trial, slices_ns), .when = IF_MEASURED},
	{"sweeps_ns", NUMBER(struct trial, sweeps_ns), .when = IF_MEASURED},
	{"filesystem", STRING(struct trial, filesystem)},
	{"strangers_refused", NUMBER(struct trial, refused), .when = IF_MEASURED},
	{"sent_messages", NUMBER(struct trial, sent), .when = IF_MEASURED},
	{"lost_messages", NUMBER(struct trial, lost), .when = IF_MEASURED},
	{"reordered_messages", NUMBER(struct trial, reordered), .when = IF_MEASURED},
	{"latency_min_ns", NUMBER(struct trial, figures.min), .when = IF_PACED},
	{COLUMN_LATENCY_P50, NUMBER(struct trial, figures.p50), .when = IF_PACED},
	{"latency_mean_ns", NUMBER(struct trial, figures.mean), .when = IF_PACED},
	{"latency_p90_ns", NUMBER(struct trial, figures.p90), .when = IF_PACED},
	{"latency_p99_ns", NUMBER(struct trial, figures.p99), .when = IF_PACED},
	{"latency_p999_ns", NUMBER(struct trial, figures.p999), .when = IF_PACED},
	{"latency_max_ns", NUMBER(struct trial, figures.max), .when = IF_PACED},
	{"delivered_per_s", NUMBER(struct trial, figures.delivered_per_s)},
	{"send_late_p99_ns", NUMBER(struct trial, figures.send_late_p99)},
	{"blocked_p99_ns", NUMBER(struct trial, figures.blocked_p99)},
	{"saturated", NUMBER(struct trial, saturated), .when = IF_MEASURED},
	{KEY_END},
	{0},
};

static const struct column slice_columns[] = {
	{KEY_BEGIN},
	{COLUMN_SESSION, NUMBER(struct slice_record, session)},
	{"round", NUMBER(struct slice_record, round)},
	{"sweep", NUMBER(struct slice_record, sweep)},
	{"position", NUMBER(struct slice_record, position)},
	{"begin_ns", NUMBER(struct slice_record, begin_ns)},
	{"messages", NUMBER(struct slice_record, messages)},
	{"p50_ns", NUMBER(struct slice_record, p50_ns)},
	{"mean_ns", NUMBER(struct slice_record, mean_ns)},
	{COLUMN_DISTANCE, NUMBER(struct slice_record, distance_ns)},
	{KEY_END},
	{0},
};

static const struct column summary_columns[] = {
	{KEY_BEGIN},
	{COLUMN_STATUS, WORD(struct summary, status, status_name)},
	{COLUMN_REASON, TEXT(struct summary, reason)},
	{"rounds", NUMBER(struct summary, rounds)},
	{"sessions", NUMBER(struct summary, sessions)},
	{COLUMN_BATCH, NUMBER(struct summary, batch), .when = IF_MEASURED},
	{COLUMN_RTT_P50, ESTIMATE(struct summary, p50), .when = IF_ROUND_TRIP},
	{"rtt_p90_ns", ESTIMATE(struct summary, p90), .when = IF_ROUND_TRIP},
	{"rtt_p99_ns", ESTIMATE(struct summary, p99), .when = IF_ROUND_TRIP},
	{"rtt_p999_ns", ESTIMATE(struct summary, p999), .when = IF_ROUND_TRIP},
	{"rtt_mean_ns", NUMBER(struct summary, medians.mean), .when = IF_ROUND_TRIP},
	{"rtt_min_ns", NUMBER(struct summary, min), .when = IF_ROUND_TRIP},
	{"rtt_max_ns", NUMBER(struct summary, max), .when = IF_ROUND_TRIP},
	{"first_ns", NUMBER(struct summary, medians.first)},
	{"slice_ns", NUMBER(struct summary, medians.slice)},
	{"burst_ns", NUMBER(struct summary, medians.burst)},
	{"bytes_per_s", ESTIMATE(struct summary, bytes_per_s)},
	{COLUMN_MESSAGES_PER_S, ESTIMATE(struct summary, messages_per_s)},
	{"ratio", ESTIMATE(struct summary, ratio.hl)},
	{"ratio_sign_low", NUMBER(struct summary, ratio.median.low)},
	{"ratio_sign_high", NUMBER(struct summary, ratio.median.high)},
	{"ratio_to", STRING(struct summary, ratio_to)},
	{COLUMNS(struct summary, medians.costs, cost_columns)},
	{"capped", NUMBER(struct summary, capped)},
	{"ratio_asymmetric", NUMBER(struct summary, ratio.asymmetric)},
	{COLUMN_DISTANCE, NUMBER(struct summary, distance.median)},
	{"distance_min_ns", NUMBER(struct summary, distance.low)},
	{"distance_max_ns", NUMBER(struct summary, distance.high)},
	{"moved", NUMBER(struct summary, moved)},
	{"ratio_moved", NUMBER(struct summary, regimes.ratios_differ)},
	{"regime_split_ns", NUMBER(struct summary, regimes.split_ns)},
	{"near_rounds", NUMBER(struct summary, regimes.of[NEAR].time.units)},
	{"near_ns", ESTIMATE(struct summary, regimes.of[NEAR].time)},
	{"near_ratio", ESTIMATE(struct summary, regimes.of[NEAR].ratio.hl)},
	{"far_rounds", NUMBER(struct summary, regimes.of[FAR].time.units)},
	{"far_ns", ESTIMATE(struct summary, regimes.of[FAR].time)},
	{"far_ratio", ESTIMATE(struct summary, regimes.of[FAR].ratio.hl)},
	{"filesystem", STRING(struct summary, filesystem)},
	{"sent_messages", NUMBER(struct summary, sent), .when = IF_MEASURED},
	{"lost_messages", NUMBER(struct summary, lost), .when = IF_MEASURED},
	{"reordered_messages", NUMBER(struct summary, reordered), .when = IF_MEASURED},
	{COLUMN_LATENCY_P50, ESTIMATE(struct summary, p50), .when = IF_PACED},
	{"latency_p90_ns", ESTIMATE(struct summary, p90), .when = IF_PACED},
	{"latency_p99_ns", ESTIMATE(struct summary, p99), .when = IF_PACED},
	{"latency_p999_ns", ESTIMATE(struct summary, p999), .when = IF_PACED},
	{"latency_mean_ns", NUMBER(struct summary, medians.mean), .when = IF_PACED},
	{"latency_min_ns", NUMBER(struct summary, min), .when = IF_PACED},
	{"latency_max_ns", NUMBER(struct summary, max), .when = IF_PACED},
	{"delivered_per_s", ESTIMATE(struct summary, delivered_per_s)},
	{"send_late_p99_ns", NUMBER(struct summary, medians.send_late_p99)},
	{"blocked_p99_ns", NUMBER(struct summary, medians.blocked_p99)},
	{"saturated", NUMBER(struct summary, saturated), .when = IF_MEASURED},
	{"mode_low_ns", NUMBER(struct summary, modes.low)},
	{"mode_high_ns", NUMBER(struct summary, modes.high)},
	{"cpu_ns_per_message", ESTIMATE(struct summary, cpu)},
	{"cpu_ratio", ESTIMATE(struct summary, cpu_ratio)},
	{"runqueue_share_max", SIDES(struct summary, runqueue_max)},
	{"stolen_share_max", SIDES(struct summary, stolen_max)},
	{"helper", STRING(struct summary, helper)},
	{KEY_END},
	{0},
};

static const struct column histogram_columns[] = {
	{KEY_BEGIN},
	{"low_ns", NUMBER(struct bin, low)},
	{"high_ns", NUMBER(struct bin, high)},
	{"count", NUMBER(struct bin, count)},
	{"share", NUMBER(struct bin, share)},
	{KEY_END},
	{0},
};

static void trial_rows(struct cells *cells, const void *from, size_t count)
{
	const struct trial *trials = from;

	for (size_t i = 0; i < count; i++) {
		const struct trial *t = &trials[i];
		struct row row = row_of(t->c, t->granted, t->status == STATUS_OK, t);

		columns_write(cells, trial_columns, &row);
	}
}

static void slice_rows(struct cells *cells, const void *from, size_t count)
{
	const struct trial *trials = from;

	for (size_t i = 0; i < count; i++) {
		const struct trial *t = &trials[i];
		struct row row = row_of(t->c, t->granted, true, t->slices);

		if (t->status != STATUS_OK)
			continue;
		for (size_t k = 0; k < t->slice_count; k++) {
			row.values = &t->slices[k];
			columns_write(cells, slice_columns, &row);
		}
	}
}

static void summary_rows(struct cells *cells, const void *from, size_t count)
{
	const struct summary *summaries = from;

	for (size_t i = 0; i < count; i++) {
		const struct summary *s = &summaries[i];

		if (!s->c)
			continue;

		struct row row = row_of(s->c, s->granted, s->status == STATUS_OK, s);

		columns_write(cells, summary_columns, &row);
	}
}

static void histogram_rows(struct cells *cells, const void *from, size_t count)
{
	const struct history *cases = from;

	for (size_t i = 0; i < count; i++) {
		const struct summary *s = &cases[i].summary;
		struct bins_cursor cursor = {0};
		struct bin bin;

		if (!s->c)
			continue;

		const struct row row = row_of(s->c, s->granted, true, &bin);

		while (bins_next(&cases[i].bins, &cursor, &bin))
			columns_write(cells, histogram_columns, &row);
	}
}

const struct csv_table table_trials = {"trials.csv", trial_columns, trial_rows};
const struct csv_table table_slices = {"slices.csv", slice_columns, slice_rows};
const struct csv_table table_summary = {"summary.csv", summary_columns, summary_rows};
const struct csv_table table_histogram = {"histogram.csv", histogram_columns,
					  histogram_rows};
