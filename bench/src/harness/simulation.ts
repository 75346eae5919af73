/** Processes in which stations are measured without a network. */
export const SIMULATION = new URL('../stations/simulation.ts', import.meta.url);
export const FLASH = new URL('../stations/flash.ts', import.meta.url);
export const WORLD = new URL('../stations/world.ts', import.meta.url);
