/* SPDX-License-Identifier: MIT */
#pragma once

/* Inlined whatever the compiler thinks: its arguments that are constants stay constants.
 */
#define always_inline inline __attribute__((always_inline))
