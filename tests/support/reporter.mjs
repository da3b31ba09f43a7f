// SPDX-License-Identifier: EUPL-1.2
// Says only what failed, and at the end "N passed, N failed".
export default async function* report(events) {
  let passed = 0;
  let failed = 0;
  for await (const { type, data } of events) {
    const isTest = data?.details?.type !== 'suite';
    if (type === 'test:pass' && isTest && !data.skip) passed += 1;
    if (type === 'test:stderr') yield data.message;
    if (type !== 'test:fail' || data.details.error?.failureType === 'subtestsFailed') continue;
    failed += 1;
    const error = data.details.error;
    yield `FAILED: ${data.name} (${data.file ?? ''}:${data.line ?? ''})\n${error?.cause?.message ?? error?.message ?? error}\n`;
  }
  yield `${passed} passed, ${failed} failed\n`;
}
