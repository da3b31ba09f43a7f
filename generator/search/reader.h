// SPDX-License-Identifier: EUPL-1.2
// reader.js, as it was when the generator was built.

#pragma once

#include "base/str.h"

str reader_module(void);
