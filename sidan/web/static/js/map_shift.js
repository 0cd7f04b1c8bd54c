// SPDX-License-Identifier: Apache-2.0
// Turns true points (WGS-84) into those of the operator's tiles and back, as sidan/base/geometry.py does.
// Without it everything drawn over GCJ-02 or BD-09 tiles would lie hundreds of metres beside its place.

const AXIS_M = 6378245.0;
const ECCENTRICITY_SQUARED = 0.006693421622965943;
const BAIDU_TURN = (Math.PI * 3000) / 180;
const CLOSE_DEGREES = 1e-10;
const MOST_ROUNDS = 20;
const { PI, abs, atan2, cos, hypot, sin, sqrt } = Math;

const SHIFTS = {
  gcj02: fromChina(gcj02FromWgs84),
  bd09: fromChina((place) => bd09FromGcj02(gcj02FromWgs84(place))),
};

// Returns where the map shows a true [lon, lat].
export function shown(place, system) {
  return SHIFTS[system] ? SHIFTS[system](place) : place;
}

// Returns the true [lon, lat] of what the map shows at a place.
export function truth(place, system) {
  return SHIFTS[system] ? inverse(SHIFTS[system], place) : place;
}

// Returns GeoJSON of any depth (a collection, a feature, a geometry) as the map shows it.
export function shownGeometry(data, system) {
  if (!SHIFTS[system] || !data) return data;
  if (data.features) return { ...data, features: data.features.map((each) => shownGeometry(each, system)) };
  if (data.geometry !== undefined) return { ...data, geometry: shownGeometry(data.geometry, system) };
  return { ...data, coordinates: each(data.coordinates, (place) => shown(place, system)) };
}

function each(coordinates, turn) {
  return Array.isArray(coordinates[0]) ? coordinates.map((inner) => each(inner, turn)) : turn(coordinates);
}

// Outside the rough box of China the maps are true.
function fromChina(shift) {
  return (place) => (place[0] >= 72.004 && place[0] <= 137.8347 && place[1] >= 0.8293 && place[1] <= 55.8271 ? shift(place) : place);
}

function gcj02FromWgs84([lon, lat]) {
  const [x, y] = [lon - 105, lat - 35];
  const angle = (lat * PI) / 180;
  const bend = 1 - ECCENTRICITY_SQUARED * sin(angle) ** 2;
  const east = (shiftEast(x, y) * 180) / ((AXIS_M / sqrt(bend)) * cos(angle) * PI);
  const north = (shiftNorth(x, y) * 180) / (((AXIS_M * (1 - ECCENTRICITY_SQUARED)) / (bend * sqrt(bend))) * PI);
  return [lon + east, lat + north];
}

function bd09FromGcj02([lon, lat]) {
  const far = hypot(lon, lat) + 0.00002 * sin(lat * BAIDU_TURN);
  const angle = atan2(lat, lon) + 0.000003 * cos(lon * BAIDU_TURN);
  return [far * cos(angle) + 0.0065, far * sin(angle) + 0.006];
}

// The shift hardly changes from one point to the next, so taking the error back leaves a thousandth of it.
function inverse(shift, wanted) {
  let guess = wanted;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const now = shift(guess);
    const off = [wanted[0] - now[0], wanted[1] - now[1]];
    guess = [guess[0] + off[0], guess[1] + off[1]];
    if (abs(off[0]) < CLOSE_DEGREES && abs(off[1]) < CLOSE_DEGREES) break;
  }
  return guess;
}

function shiftEast(x, y) {
  let shift = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x));
  shift += ((20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)) * 2) / 3;
  shift += ((20 * sin(x * PI) + 40 * sin((x / 3) * PI)) * 2) / 3;
  return shift + ((150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI)) * 2) / 3;
}

function shiftNorth(x, y) {
  let shift = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x));
  shift += ((20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)) * 2) / 3;
  shift += ((20 * sin(y * PI) + 40 * sin((y / 3) * PI)) * 2) / 3;
  return shift + ((160 * sin((y / 12) * PI) + 320 * sin((y * PI) / 30)) * 2) / 3;
}
