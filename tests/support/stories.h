// SPDX-License-Identifier: EUPL-1.2
// A site of stories in memory, for those who measure what comes after it: as site_build would make
// it of the bench corpus, without a repository, links and listings.  Bodies
// are not in memory: they are in a file of $TMPDIR.

#pragma once

#include "site/site.h"

struct stories;

// Settings are those of `site_yaml`.
struct stories *stories_new(str site_yaml, unsigned jobs);
void stories_free(struct stories *stories);

// Adds files, paths below the content folder.  Terms come before stories.
void stories_add(struct stories *stories, const struct file *files, size_t count);

// The site, when all is added; and where passages would stand in the pages.
const struct site *stories_site(struct stories *stories, const struct body_places **places);
