import type uPlot from 'uplot';
import type { Curve } from '../model/curve.ts';

/** What a chart is made for; with another shape it is made anew. */
interface ChartShape {
  readonly hasPower: boolean;
  readonly hasEnergy: boolean;
  readonly hasSoc: boolean;
  /** Colours are read from the style sheet when the chart is made. */
  readonly theme: 'light' | 'dark';
}

/** One list for each series of {@link chartOptions}, in its order. */
export function chartData(curve: Curve): uPlot.AlignedData {
  return [
    [...curve.timesS],
    ...(curve.hasPower ? [[...curve.powerKw]] : []),
    ...(curve.hasEnergy ? [[...curve.energyKwh]] : []),
    ...(curve.hasSoc ? [[...curve.socPercent]] : []),
  ];
}

export function chartOptions(shape: ChartShape): Omit<uPlot.Options, 'width' | 'height'> {
  const font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const axis: uPlot.Axis = {
    stroke: colour('--text-muted'),
    font,
    labelFont: font,
    labelSize: 20,
    grid: { stroke: colour('--border-soft'), width: 1 },
    ticks: { show: false },
  };
  const onTheRight: uPlot.Axis = { ...axis, side: 1, grid: { show: false } };
  const line: uPlot.Series = {
    width: 2,
    spanGaps: true,
    points: { show: hasRoomForPoints, size: 5 },
  };
  const power: uPlot.Series = {
    ...line,
    label: 'Power',
    scale: 'kW',
    stroke: colour('--chart-power'),
    fill: colour('--chart-power-area'),
    value: (_, value) => (value === null ? '–' : `${value.toFixed(2)} kW`),
  };
  const energy: uPlot.Series = {
    ...line,
    label: 'Energy',
    scale: 'kWh',
    stroke: colour('--chart-energy'),
    value: (_, value) => (value === null ? '–' : `${value.toFixed(3)} kWh`),
  };
  const soc: uPlot.Series = {
    ...line,
    label: 'State of charge',
    scale: 'soc',
    stroke: colour('--chart-soc'),
    dash: [6, 4],
    value: (_, value) => (value === null ? '–' : `${Math.round(value)} %`),
  };
  return {
    cursor: { points: { size: 7 }, drag: { x: true, y: false } },
    hooks: { setCursor: [showLatestWhenIdle] },
    scales: { soc: { range: [0, 100] }, kWh: { range: fromZero }, kW: { range: fromZero } },
    axes: [
      { ...axis, space: 80, values: (_, splits) => timeLabels(splits) },
      ...(shape.hasPower ? [{ ...axis, scale: 'kW', label: 'Power, kW', size: 40 }] : []),
      ...(shape.hasEnergy ? [{ ...onTheRight, scale: 'kWh', label: 'Energy, kWh', size: 44 }] : []),
      ...(shape.hasSoc
        ? [{ ...onTheRight, scale: 'soc', label: 'State of charge, %', size: 40 }]
        : []),
    ],
    series: [
      {
        label: 'Time',
        value: (_, timeS) => (timeS === null ? '–' : secondOfDay.format(timeS * 1000)),
      },
      ...(shape.hasPower ? [power] : []),
      ...(shape.hasEnergy ? [energy] : []),
      ...(shape.hasSoc ? [soc] : []),
    ],
  };
}

/** A colour of the style sheet as a canvas understands it: the theme decided, no variables. */
function colour(name: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** Each sample is marked where few are in sight: a line alone hides how often a station measures. */
function hasRoomForPoints(_: uPlot, _series: number, first: number, last: number): boolean {
  return last - first < 30;
}

/** Without the pointer on the chart the legend tells the latest value of each series. */
export function showLatestWhenIdle(plot: uPlot): void {
  if (typeof plot.cursor.idx === 'number') return;
  const idxs = plot.data.map((values) => values.findLastIndex((value) => value != null));
  plot.setLegend({ idxs }, false);
}

const toMinute: Intl.DateTimeFormatOptions = {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
};
const minuteOfDay = new Intl.DateTimeFormat(undefined, toMinute);
const secondOfDay = new Intl.DateTimeFormat(undefined, { ...toMinute, second: '2-digit' });
const dayOfYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

/** Seconds where the marks are close together; the day under the first mark and where it changes. */
function timeLabels(splits: readonly number[]): string[] {
  const [first = 0, second = first + 60] = splits;
  const format = second - first < 60 ? secondOfDay : minuteOfDay;
  let dayBefore = '';
  return splits.map((timeS) => {
    const day = dayOfYear.format(timeS * 1000);
    const label = format.format(timeS * 1000);
    if (day === dayBefore) return label;
    dayBefore = day;
    return `${label}\n${day}`;
  });
}

/** Zero is always in sight, so that a flat line looks flat; discharging goes below it. */
function fromZero(_: uPlot, least: number | null, most: number | null): uPlot.Range.MinMax {
  const top = Math.max(most ?? 0, 0);
  const bottom = Math.min(least ?? 0, 0);
  return [bottom * 1.1, top === 0 && bottom === 0 ? 1 : top * 1.1];
}
