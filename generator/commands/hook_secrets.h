// SPDX-License-Identifier: EUPL-1.2
// Texts and attachments that the website withdrew, removed or no longer publishes, as they
// are known again in other places: texts by their words, attachments by their bytes.

#pragma once

#include "push/push.h"

struct secrets;
struct secret; // one text of them

// Memory is of the arena.
struct secrets *secrets_new(struct arena *arena, struct push *push);

// The text as it was in either commit; an empty one names none.
struct secret *secrets_keep_text(struct secrets *secrets, str path, str commit, str other);
void secrets_keep_file(struct secrets *secrets, str path, str commit);

// What the website shows in another place is no secret.
void secrets_drop_text(struct secrets *secrets, str commit, str path);
void secrets_drop_file(struct secrets *secrets, str commit, str path);

// Whether the website shows less than half of it.
bool secret_is_left(const struct secret *secret);

// Whether that text has much of one of them, or that attachment is one of them.
bool secrets_has_text(struct secrets *secrets, str revision, str path);
bool secrets_has_file(struct secrets *secrets, str revision, str path);

// Whether half of what may be looked through was; and whether there was more than that.
bool secrets_half_read(const struct secrets *secrets);
bool secrets_unknown(const struct secrets *secrets);
