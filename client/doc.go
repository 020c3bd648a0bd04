// Package client speaks to a Neon AI Gateway over HTTP: it is the program's
// [chat.Streamer].
//
// The gateway reaches every model through four dialects. A [Client] picks the
// request's dialect, sends one POST with the branch's bearer token, and turns the
// event stream into [chat.Event]s. It drops what the model would refuse, switches
// to another dialect once when a route doesn't serve the model, retries what is
// worth retrying, and reports each of these in a notice. It knows no catalog, no
// files and no terminal. Start at [New].
//
// The dialects are files of this package, not packages of their own, told apart by
// their prefixes. The seam of dialect and decoder is six methods wide, but behind
// it the dialects share 40 unexported functions, types and variables (numbers read
// leniently, the tally of usage, the limits of parameters, the errors), 23 of them
// in three or four dialects, and 14 fields and methods. In folders all of these
// would have to be exported from a package that only the dialects use, to hide
// four types and their bodies.
package client
