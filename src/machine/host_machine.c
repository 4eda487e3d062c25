/* SPDX-License-Identifier: MIT */
/*
 * Facts about what kind of computer this is, and how much of it is real.
 *
 * A file that is not there is normal: ARM names neither its model nor its
 * hypervisor in /proc/cpuinfo, and a container may see half of /sys.
 */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "machine/host.h"
#include "machine/sysfile.h"

static const char section[] = "machine";

/* What the firmware of virtual machines says, with a processor other than x86. */
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

static void add_model(struct host *host, const char *root)
{
	static const char *const keys[] = {"model name", "Model", "cpu", "uarch"};
	char value[128] = "", part[32] = "";
	struct utsname names;

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys) && !value[0]; i++)
		sysfile_field(keys[i], value, sizeof(value), "%s/proc/cpuinfo", root);
	/* Only these numbers tell ARM cores apart. */
	if (!value[0] &&
	    sysfile_field("CPU part", part, sizeof(part), "%s/proc/cpuinfo", root) == 0) {
		char maker[32] = "?";

		sysfile_field("CPU implementer", maker, sizeof(maker), "%s/proc/cpuinfo",
			      root);
		snprintf(value, sizeof(value), "ARM %s/%s", maker, part);
	}
	host_add(host, section, "cpu_model", "%s", value);
	uname(&names);
	host_add(host, section, "architecture", "%s", names.machine);
}

/* Vendor and product: what the firmware calls the computer. */
static void add_machine_model(struct host *host, const char *root)
{
	char vendor[96] = "", product[96] = "";

	if (sysfile_line(vendor, sizeof(vendor), "%s/sys/class/dmi/id/sys_vendor",
			 root) == 0) {
		sysfile_line(product, sizeof(product), "%s/sys/class/dmi/id/product_name",
			     root);
		host_add(host, section, "machine_model", "%s %s", vendor, product);
		return;
	}
	sysfile_line(product, sizeof(product), "%s/proc/device-tree/model", root);
	host_add(host, section, "machine_model", "%s", product);
}

/*
 * x86 processors carry a flag.  Elsewhere the firmware's names have to do, and
 * where it gives none nothing is claimed.
 */
static void add_virtual(struct host *host, const char *root)
{
	const char *model = host_fact(host, "machine_model");
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
		host_add(host, section, "virtual_machine", NOT_AVAILABLE);
		return;
	}
	host_add(host, section, "virtual_machine", is_virtual ? "yes" : "no");
}

static void add_container(struct host *host, const char *root)
{
	char manager[64] = "";

	if (sysfile_line(manager, sizeof(manager), "%s/run/systemd/container", root) == 0)
		host_add(host, section, "container", "%s", manager);
	else if (exists(root, "/run/.containerenv"))
		host_add(host, section, "container", "podman");
	else if (exists(root, "/.dockerenv"))
		host_add(host, section, "container", "docker");
	else if (exists(root, "/var/run/secrets/kubernetes.io"))
		host_add(host, section, "container", "kubernetes");
	else
		host_add(host, section, "container", "none");
}

void host_machine(struct host *host, const struct host_context *context)
{
	add_model(host, context->root);
	add_machine_model(host, context->root);
	add_virtual(host, context->root);
	add_container(host, context->root);
}
