/* SPDX-License-Identifier: MIT */
#include "machine/host.h"

#include <stdio.h>
#include <string.h>

#include "machine/filesystem.h"
#include "machine/influences.h"

void host_gather(const struct host_context *context, struct host *host)
{
	const struct timer *timer = &context->timer;
	struct facts *facts = &host->facts;
	char device[FILESYSTEM_DEVICE_SIZE];

	memset(host, 0, sizeof(*host));
	facts->section = "machine";
	facts_add_machine(facts, context->root, context->topology);
	facts_add(facts, "clock_read_ns", "%.1f", timer->read_ns);
	facts_add(facts, "clock_step_ns", "%llu", (unsigned long long)timer->step_ns);
	facts_add(facts, "directory_filesystem", "%s",
		  filesystem_name(context->directory));
	filesystem_device(context->root, context->directory, device);
	facts_add(facts, "directory_device", "%s", device);
	facts->section = "limits";
	facts_add_limits(facts, context->root);
	facts->section = "build";
	facts_add(facts, "version", "%s", context->version);
	facts_add(facts, "compiler", "%s", context->compiler);
	facts_add(facts, "buildtype", "%s", context->buildtype);
	facts_add(facts, "optimization", "%s", context->optimization);
	facts_add(facts, "sanitize", "%s", context->sanitize);
	influences_add(&host->influences, facts);
	host_describe(facts, host->conditions);
}

/* "Intel(R) Xeon(R) Gold 6248 CPU @ 2.50GHz" is an "Intel Xeon Gold 6248". */
static void cpu_shorten(char *model)
{
	static const char *const idle[] = {"(R)", "(TM)", "(tm)", " CPU", " Processor"};
	char *word;

	for (size_t i = 0; i < sizeof(idle) / sizeof(*idle); i++) {
		const size_t length = strlen(idle[i]);

		while ((word = strstr(model, idle[i])))
			memmove(word, word + length, strlen(word + length) + 1);
	}
	model[strcspn(model, "@")] = '\0';
	if ((word = strstr(model, " with ")))
		*word = '\0';
	while (*model && model[strlen(model) - 1] == ' ')
		model[strlen(model) - 1] = '\0';
	if ((word = strrchr(model, ' ')) && strstr(word, "-Core"))
		*word = '\0';
}

void host_describe(const struct facts *facts, char text[static HOST_CONDITIONS_SIZE])
{
	const char *model = facts_value(facts, "cpu_model");
	const char *online = facts_value(facts, "cpus_online");
	const char *allowed = facts_value(facts, "cpus_allowed");
	const char *release = facts_value(facts, "kernel_release");
	char cpu[64] = "", count[32] = "";

	if (model)
		snprintf(cpu, sizeof(cpu), "%s", model);
	cpu_shorten(cpu);
	if (online && allowed && strcmp(online, allowed) != 0)
		snprintf(count, sizeof(count), "%.9s of ", allowed);
	if (!online)
		online = allowed ? allowed : "?";
	snprintf(text, HOST_CONDITIONS_SIZE, "%s, %s%.9s %s%s, Linux %.*s",
		 *cpu ? cpu : "unknown CPU", count, online,
		 strcmp(online, "1") ? "CPUs" : "CPU",
		 facts_match(facts, "virtual_machine", "yes") ? ", virtual machine" : "",
		 release ? (int)strcspn(release, "-") : 1, release ? release : "?");
}
