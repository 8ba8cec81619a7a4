/** One or more settings are unusable. The process that meets it ends with 78 (EX_CONFIG of sysexits.h). */
export class SettingsError extends Error {
  constructor(readonly faults: string[]) {
    super(`The settings are not usable:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  }
}

/** Gathers what is wrong with the settings, so that one start tells every fault. */
export class SettingFaults {
  private readonly faults: string[] = [];

  add(name: string, fault: string): void {
    this.faults.push(`${name} ${fault}`);
  }

  /** The parsed value, or (unused, as throwIfAny follows) undefined with the fault noted. */
  collect<T>(name: string, parse: () => T): T {
    try {
      return parse();
    } catch (error) {
      this.add(name, (error as Error).message);
      return undefined as T;
    }
  }

  throwIfAny(): void {
    if (this.faults.length > 0) throw new SettingsError(this.faults);
  }
}
