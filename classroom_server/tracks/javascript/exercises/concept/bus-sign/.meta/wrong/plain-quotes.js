export const line = 7;
export const destination = "Hospital";
export const minutes = 4;

export const route = "Bus ${line}: ${destination}";
export const wait = "${minutes} min";
export const sign = "${route} (${wait})";
