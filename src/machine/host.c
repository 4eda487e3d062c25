/* SPDX-License-Identifier: MIT */
/*
 * What machine this is, in facts and in one line.
 *
 * The line goes under charts, so it holds what a reader must know before he
 * compares: processor, CPUs, virtual or not, kernel.
 */
#include "machine/host.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void host_add(struct host *host, const char *section, const char *key, const char *format,
	      ...)
{
	struct fact *fact = &host->facts[host->fact_count++];
	va_list args;

	assert(host->fact_count <= HOST_FACTS);
	fact->section = section;
	fact->key = key;
	va_start(args, format);
	vsnprintf(fact->value, sizeof(fact->value), format, args);
	va_end(args);
	if (!fact->value[0])
		strcpy(fact->value, NOT_AVAILABLE);
}

const char *host_fact(const struct host *host, const char *key)
{
	for (size_t i = 0; i < host->fact_count; i++) {
		const struct fact *fact = &host->facts[i];

		if (strcmp(fact->key, key) == 0)
			return strcmp(fact->value, NOT_AVAILABLE) ? fact->value : NULL;
	}
	return NULL;
}

void host_gather(const struct host_context *context, struct host *host)
{
	memset(host, 0, sizeof(*host));
	host_machine(host, context);
	host_cpus(host, context);
	host_kernel(host, context);
	host_limits(host, context);
	host_add(host, "build", "version", "%s", context->version);
	host_add(host, "build", "compiler", "%s", context->compiler);
	host_add(host, "build", "buildtype", "%s", context->buildtype);
	host_add(host, "build", "optimization", "%s", context->optimization);
	host_add(host, "build", "sanitize", "%s", context->sanitize);
	host_warn(host, context->cpus_wanted);
	host_describe(host);
}

/* Removes every @what from @text. */
static void text_drop(char *text, const char *what)
{
	size_t length = strlen(what);

	for (char *at = text; (at = strstr(at, what));)
		memmove(at, at + length, strlen(at + length) + 1);
}

/* "Intel(R) Xeon(R) Gold 6248 CPU @ 2.50GHz" is an "Intel Xeon Gold 6248". */
static void cpu_shorten(char *model)
{
	static const char *const idle[] = {"(R)", "(TM)", "(tm)", " CPU", " Processor"};
	char *word;

	for (size_t i = 0; i < sizeof(idle) / sizeof(*idle); i++)
		text_drop(model, idle[i]);
	model[strcspn(model, "@")] = '\0';
	if ((word = strstr(model, " with ")))
		*word = '\0';
	while (*model && model[strlen(model) - 1] == ' ')
		model[strlen(model) - 1] = '\0';
	if ((word = strrchr(model, ' ')) && strstr(word, "-Core"))
		*word = '\0';
}

void host_describe(struct host *host)
{
	const char *model = host_fact(host, "cpu_model");
	const char *online = host_fact(host, "cpus_online");
	const char *allowed = host_fact(host, "cpus_allowed");
	const char *machine = host_fact(host, "virtual_machine");
	const char *release = host_fact(host, "kernel_release");
	char cpu[64] = "", count[32] = "";

	if (model)
		snprintf(cpu, sizeof(cpu), "%s", model);
	cpu_shorten(cpu);
	if (online && allowed && strcmp(online, allowed) != 0)
		snprintf(count, sizeof(count), "%.9s of ", allowed);
	if (!online)
		online = allowed ? allowed : "?";
	snprintf(host->conditions, sizeof(host->conditions),
		 "%s, %s%.9s %s%s, Linux %.*s", *cpu ? cpu : "unknown CPU", count, online,
		 strcmp(online, "1") ? "CPUs" : "CPU",
		 machine && strcmp(machine, "yes") == 0 ? ", virtual machine" : "",
		 release ? (int)strcspn(release, "-") : 1, release ? release : "?");
}
