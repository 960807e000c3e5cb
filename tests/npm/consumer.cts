// The same from CommonJS.
import weighbridge = require("weighbridge");

export async function verdict(directory: string): Promise<string> {
  const report: weighbridge.Report = await weighbridge.check({ directory });
  return report.verdict;
}
