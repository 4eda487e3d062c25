/* SPDX-License-Identifier: MIT */
#include "command/this_host.h"

#include "build.h" /* made by meson.build */
#include "plan/plan.h"
#include "version.h"

void this_host(const struct options *o, const struct topology *topology,
	       struct timer timer, struct host *host)
{
	const struct host_context context = {
		.root = "",
		.topology = topology,
		.directory = plan_directory(o),
		.timer = timer,
		.version = IPCBENCH_VERSION,
		.compiler = IPCBENCH_COMPILER,
		.buildtype = IPCBENCH_BUILDTYPE,
		.optimization = IPCBENCH_OPTIMIZATION,
		.sanitize = IPCBENCH_SANITIZE,
	};

	host_gather(&context, host);
}
