package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"strings"
)

// The variables that name the branch's database. The first is for neonchat alone.
const (
	ownDatabase      = "NEONCHAT_DATABASE_URL"
	unpooledDatabase = "DATABASE_URL_UNPOOLED"
	pooledDatabase   = "DATABASE_URL"
)

// A Database is the URL of a Postgres, which holds a password: however it is
// printed, it comes out as postgresql://user:…@host/database. The zero Database is
// none.
type Database struct {
	secret *string // a pointer, as a Token's is
	Source Source
}

// NewDatabase makes a Database of its URL.
func NewDatabase(url string, from Source) Database { return Database{&url, from} }

// Reveal returns the URL itself, to connect with.
func (d Database) Reveal() string {
	if d.secret == nil {
		return ""
	}
	return *d.secret
}

// IsZero reports whether there is no database.
func (d Database) IsZero() bool { return d.Reveal() == "" }

// Check says what is wrong with the URL, or nil. It tells nothing of it.
func (d Database) Check() error {
	if u, err := d.parsed(); err != nil || u.Host == "" && u.Query().Get("host") == "" {
		return &InvalidError{d.Source, "this is not the URL of a database; it looks like postgresql://user:password@host/database", pullHint}
	}
	return nil
}

func (d Database) parsed() (*url.URL, error) {
	u, err := url.Parse(d.Reveal())
	if err == nil && !slices.Contains([]string{"postgres", "postgresql"}, u.Scheme) {
		err = errors.New("another scheme")
	}
	return u, err
}

// String returns the URL without the password and without its parameters, which may
// hold another.
func (d Database) String() string {
	u, err := d.parsed()
	switch {
	case d.IsZero():
		return ""
	case err != nil:
		return "…"
	}
	user := ""
	if u.User != nil {
		user = u.User.Username()
		if _, has := u.User.Password(); has {
			user += ":…"
		}
		user += "@"
	}
	return u.Scheme + "://" + user + u.Host + u.Path
}

// Format writes d.String() whatever the verb.
func (d Database) Format(s fmt.State, _ rune) {
	fmt.Fprintf(s, fmt.FormatString(s, 's'), d.String())
}

// GoString returns d.String().
func (d Database) GoString() string { return d.String() }

// MarshalText returns d.String().
func (d Database) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// LogValue returns d.String().
func (d Database) LogValue() slog.Value { return slog.StringValue(d.String()) }

// database finds the database beside a gateway: the one that is for neonchat, else
// that of the environment or of the very file that gave the gateway. Of two
// branches' the model must not get the one and the data of the other.
func (f *finder) database(from Source) Database {
	if own := f.vars.first(ownDatabase); own.text != "" {
		return NewDatabase(own.text, own.source)
	}
	var first Database
	for _, name := range []string{unpooledDatabase, pooledDatabase} {
		for _, v := range f.vars.all(name) {
			switch {
			case v.source.File != "" && v.source.File != from.File:
				f.remarks = append(f.remarks, fmt.Sprintf("%s is not used: the gateway is named by %s", v.source, from))
			case first.IsZero(), first.Source.File != "" && v.source.File == "":
				first = NewDatabase(v.text, v.source)
			}
		}
	}
	f.tellHiddenDatabase(first, from)
	return first
}

// tellHiddenDatabase tells of a database in the gateway's file that one of the
// environment hides.
func (f *finder) tellHiddenDatabase(used Database, from Source) {
	if used.IsZero() || used.Source.File != "" || from.File == "" {
		return
	}
	for _, name := range []string{unpooledDatabase, pooledDatabase} {
		for _, v := range f.vars.all(name) {
			if v.source.File == from.File && !sameDatabase(v.text, used.Reveal()) {
				f.remarks = append(f.remarks, fmt.Sprintf("%s is used for tools; %s differs", used.Source, v.source))
				return
			}
		}
	}
}

// sameDatabase reports whether two URLs name one database, be it by the pooler.
func sameDatabase(a, b string) bool {
	host := func(raw string) string {
		u, err := url.Parse(raw)
		if err != nil {
			return raw
		}
		label, rest, _ := strings.Cut(u.Host, ".")
		return strings.TrimSuffix(label, "-pooler") + "." + rest + u.Path
	}
	return host(a) == host(b)
}
