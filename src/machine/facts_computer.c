/* SPDX-License-Identifier: MIT */
/*
 * What kind of computer this is, and whether it is a real one.
 *
 * A missing file is normal: ARM kernels name neither model nor hypervisor in
 * /proc/cpuinfo, and a container may see only half of /sys.
 */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "machine/facts.h"
#include "machine/sysfile.h"

/* How the firmware of virtual machines names itself on processors other than x86. */
static const char *const hypervisors[] = {
	"QEMU",
	"KVM",
	"VMware",
	"VirtualBox",
	"Virtual Machine",
	"Xen",
	"Google Compute Engine",
	"Amazon EC2",
	"OpenStack",
	"Parallels",
	"Apple Virtualization",
};

static bool exists(const char *root, const char *path)
{
	char full[PATH_MAX];

	snprintf(full, sizeof(full), "%s%s", root, path);
	return access(full, F_OK) == 0;
}

static void add_processor(struct facts *facts, const char *root)
{
	static const char *const keys[] = {"model name", "Model", "cpu", "uarch"};
	char value[128] = "", part[32] = "";
	struct utsname names;

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys) && !value[0]; i++)
		sysfile_field(keys[i], value, sizeof(value), "%s/proc/cpuinfo", root);
	/* ARM cores are told apart by these numbers only. */
	if (!value[0] &&
	    sysfile_field("CPU part", part, sizeof(part), "%s/proc/cpuinfo", root) == 0) {
		char maker[32] = "?";

		sysfile_field("CPU implementer", maker, sizeof(maker), "%s/proc/cpuinfo",
			      root);
		snprintf(value, sizeof(value), "ARM %s/%s", maker, part);
	}
	facts_add(facts, "cpu_model", "%s", value);
	uname(&names);
	facts_add(facts, "architecture", "%s", names.machine);
}

/* Vendor and product, as the firmware names the computer. */
static void add_machine_model(struct facts *facts, const char *root)
{
	char vendor[96] = "", product[96] = "";

	if (sysfile_line(vendor, sizeof(vendor), "%s/sys/class/dmi/id/sys_vendor", root) <
	    0) {
		facts_add_line(facts, "machine_model", root, "/proc/device-tree/model");
		return;
	}
	sysfile_line(product, sizeof(product), "%s/sys/class/dmi/id/product_name", root);
	facts_add(facts, "machine_model", "%s %s", vendor, product);
}

/*
 * x86 processors have a flag for this.  Elsewhere the firmware's names must do; without
 * such names the answer is unknown, unless the kernel knows its hypervisor.
 */
static void add_virtual(struct facts *facts, const char *root)
{
	const char *model = facts_value(facts, "machine_model");
	bool is_virtual = exists(root, "/proc/device-tree/hypervisor") ||
			  exists(root, "/sys/hypervisor/type");
	char flags[8192];

	if (sysfile_field("flags", flags, sizeof(flags), "%s/proc/cpuinfo", root) == 0) {
		is_virtual = sysfile_has_word(flags, "hypervisor");
	} else if (model) {
		for (size_t i = 0; i < sizeof(hypervisors) / sizeof(*hypervisors); i++)
			is_virtual |=
				strstr(model, hypervisors[i]) && !strstr(model, ".metal");
	} else if (!is_virtual) {
		facts_add(facts, "virtual_machine", NOT_AVAILABLE);
		return;
	}
	facts_add(facts, "virtual_machine", is_virtual ? "yes" : "no");
}

static void add_container(struct facts *facts, const char *root)
{
	static const struct {
		const char *path, *name;
	} signs[] = {
		{"/run/.containerenv", "podman"},
		{"/.dockerenv", "docker"},
		{"/var/run/secrets/kubernetes.io", "kubernetes"},
	};
	char manager[64];

	if (sysfile_line(manager, sizeof(manager), "%s/run/systemd/container", root) ==
	    0) {
		facts_add(facts, "container", "%s", manager);
		return;
	}
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		if (exists(root, signs[i].path)) {
			facts_add(facts, "container", "%s", signs[i].name);
			return;
		}
	}
	facts_add(facts, "container", "none");
}

void facts_add_computer(struct facts *facts, const char *root)
{
	add_processor(facts, root);
	add_machine_model(facts, root);
	add_virtual(facts, root);
	add_container(facts, root);
}
