// Package sql lets a model read the branch's Postgres database: what is in it, and
// the rows that a statement gives. It implements chat.Toolbox.
//
// That nothing is written is the server's doing and doesn't hang on how a text is
// read: each statement goes alone, by the extended protocol, which takes one and no
// more, into a read-only transaction that is always rolled back, on a connection
// that is reset behind it. What such a transaction still lets happen, ending other
// sessions or sleeping for instance, is done by functions: the server's own
// catalogue says which of those that a statement names have effects.
//
// Nothing is connected before the first call. Begin with [New], or with [Demo] for
// a small database in memory.
package sql
