// SPDX-License-Identifier: EUPL-1.2
// What someone may have meant by a date that date_read does not take
// (private to document).

#pragma once

#include "base/date.h"

// The date that `14-3-26`, `20260314`, `vrijdag 14 maart 2026` or `3/14/2026`
// seems to be, for a hint; { 0 } when there is no telling.
struct date date_guess(struct arena *arena, str text);
