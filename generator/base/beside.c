// SPDX-License-Identifier: EUPL-1.2
#include "base/beside.h"

void beside_begin(struct beside *beside, beside_task *task, void *context)
{
    beside->runs = pthread_create(&beside->thread, NULL, task, context) == 0;
    if (!beside->runs)
        task(context);
}

void beside_end(struct beside *beside)
{
    if (beside->runs)
        pthread_join(beside->thread, NULL);
    beside->runs = false;
}
