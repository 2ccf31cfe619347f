// Reads calendars with one library and prints what it says of each event.
//
//   node read.mjs LIBRARY < a JSON array of calendars > a JSON array of arrays of events

import { readFileSync } from "node:fs";

const readers = {
  "ical.js": async () => {
    const { default: ICAL } = await import("ical.js");
    return (text) => {
      const calendar = new ICAL.Component(ICAL.parse(text));
      // Only the VTIMEZONEs that the calendar embeds: what was read before is forgotten.
      ICAL.TimezoneService.reset();
      for (const zone of calendar.getAllSubcomponents("vtimezone")) {
        ICAL.TimezoneService.register(new ICAL.Timezone(zone));
      }
      return calendar.getAllSubcomponents("vevent").map((component) => {
        const event = new ICAL.Event(component);
        const value = (name) => component.getFirstPropertyValue(name);
        return {
          uid: event.uid,
          start: event.startDate.toUnixTime() * 1000,
          end: event.endDate.toUnixTime() * 1000,
          summary: event.summary,
          location: event.location ?? "",
          description: event.description ?? "",
          categories: component.getFirstProperty("categories")?.getValues() ?? [],
          status: value("status"),
          sequence: event.sequence,
          stamp: value("dtstamp").toUnixTime(),
          url: value("url") ?? "",
          geo: value("geo") ?? null,
        };
      });
    };
  },
  "ts-ics": async () => {
    const { convertIcsCalendar } = await import("ts-ics");
    return (text) =>
      (convertIcsCalendar(undefined, text).events ?? []).map((event) => ({
        uid: event.uid,
        start: event.start.date.getTime(),
        end: (event.end ?? event.start).date.getTime(),
        summary: event.summary,
        location: event.location ?? "",
        description: event.description ?? "",
        categories: event.categories ?? [],
        status: event.status,
        sequence: event.sequence ?? 0,
        stamp: event.stamp.date.getTime() / 1000,
        url: event.url ?? "",
        geo: null,
      }));
  },
};

const read = await readers[process.argv[2]]();
const calendars = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(calendars.map(read)));
