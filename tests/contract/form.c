/* SPDX-License-Identifier: MIT */
/*
 * Whether the description of a mechanism agrees with itself and with its folder.
 */
#include <string.h>

#include "contract.h"
#include "hosts.h"

#define ALL_WAITS ((1u << WAIT_COUNT) - 1)

static bool is_name(const char *name)
{
	return name && *name &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(name);
}

static bool is_access(const char *access)
{
	static const char *const all[] = {"mode", "same-user", "debugger", "anyone",
					  "by-variant"};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strcmp(access, all[i]) == 0)
			return true;
	return false;
}

static const char *variants_fault(const char *const *variants)
{
	size_t count = 0;

	for (; variants[count]; count++) {
		if (!is_name(variants[count]))
			return "a variant has a name that is none for the command line";
		for (size_t i = 0; i < count; i++)
			if (strcmp(variants[i], variants[count]) == 0)
				return "two variants have one name";
	}
	return count < 2 ? "one variant is none" : NULL;
}

static const char *knobs_fault(const struct knob *knob)
{
	unsigned settings = 0;

	for (; knob->how; knob++) {
		if (knob->least > knob->most || knob->factor < 2)
			return "a knob's values lead nowhere";
		if (knob->bad == 0 || !strstr(knob->how, "VALUE"))
			return "a knob does not say what to set";
		if (settings & 1u << knob->setting)
			return "two knobs are for one setting";
		settings |= 1u << knob->setting;
	}
	return NULL;
}

static const char *hosts_fault(const struct mechanism *m)
{
	const struct hosts *hosts = m->hosts;

	if (!hosts->listen || !hosts->accept || !hosts->connect)
		return "to reach other hosts takes listen(), accept() and connect()";
	return m->traits & MECH_NAMED ? NULL : "what other hosts reach has a name";
}

static const char *traits_fault(unsigned traits)
{
	if (traits & MECH_LOSSY && !(traits & MECH_BOUNDARIES))
		return "messages without boundaries cannot be lost";
	if (traits & MECH_PERSISTS && traits & MECH_UNLINKED)
		return "what is unlinked does not persist";
	return NULL;
}

const char *form_fault(const struct mechanism *m, const char *family)
{
	const char *fault = traits_fault(m->traits);

	if (!is_name(m->name))
		return "the name is none for the command line";
	if (!m->family || strcmp(m->family, family) != 0)
		return "the family is not the folder's";
	if (!m->summary || !*m->summary || strchr(m->summary, '\n'))
		return "the summary is not one line";
	if (!m->loops || !m->loops->run || !m->loops->send || !m->loops->recv)
		return "there are no loops";
	if (m->waits == 0 || m->waits & ~ALL_WAITS)
		return "there is no way to wait";
	if (m->access && !is_access(m->access))
		return "the access is none that is known";
	if (m->without && (m->traits || m->access || m->variants || m->knobs || m->hosts))
		return "what is not in this build is not described";
	if (m->atomic && m->traits & MECH_BOUNDARIES)
		return "messages with boundaries are never mixed";
	if (!fault && m->variants)
		fault = variants_fault(m->variants);
	if (!fault && m->knobs)
		fault = knobs_fault(m->knobs);
	if (!fault && m->hosts)
		fault = hosts_fault(m);
	return fault;
}
