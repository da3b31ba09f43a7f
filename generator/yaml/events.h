// SPDX-License-Identifier: EUPL-1.2
// Any YAML, by libyaml's events (private to yaml).

#pragma once

#include "yaml/reader.h"

// Reads the document.  Returns NULL, and says why, when it is not YAML.
struct yaml_node *events_read(struct reader *reader);
