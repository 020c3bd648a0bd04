package config

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
)

// The variables of a gateway come in families, and a URL and a token always
// come from the same one: a token goes nowhere but to the host it was made
// for. NEON_AI_GATEWAY_HOST and _KEY are older names for _BASE_URL and
// _TOKEN. Being of the same owner they stand in for them one by one.
const (
	neonURL   = "NEON_AI_GATEWAY_BASE_URL"
	neonToken = "NEON_AI_GATEWAY_TOKEN"
	neonHost  = "NEON_AI_GATEWAY_HOST"
	neonKey   = "NEON_AI_GATEWAY_KEY"
	openaiURL = "OPENAI_BASE_URL"
	openaiKey = "OPENAI_API_KEY"
)

// A finder has read what there is and collects what is worth telling.
type finder struct {
	place            Place
	vars             variables
	link             link
	notices, remarks []string
	broken           []string // all lines that can't be read, whatever they are about
}

// Find returns the gateway for p. It wants a whole pair of URL and token from
// one family: NEON_AI_GATEWAY_*, or else OPENAI_* where that names a Neon
// gateway. Each variable is taken from the process environment, else from
// .env.local, else from .env, in the nearest folder at or above p.Dir that
// has one of the files which can be trusted, see [Trust]; the walk ends at p.Home
// and at the edge of a mount.
//
// Finding none is a [*NotFoundError], half a pair or a value that can't be
// used an [*InvalidError]; both have a Hint. Beside an error the Gateway holds
// nothing but Notices and Remarks, one of which may be the reason: a line that
// can't be read, say. Nothing of this tells a secret.
func Find(p Place) (Gateway, error) {
	f := &finder{place: p, vars: variables{getenv: p.Getenv}}
	g, err := f.find()
	if err != nil {
		f.tellBroken()
	}
	g.Notices, g.Remarks = f.notices, f.remarks
	return g, err
}

func (f *finder) find() (Gateway, error) {
	if err := f.readFiles(); err != nil {
		return Gateway{}, err
	}
	var err error
	if f.link, err = findLink(f.place, f.place.folders()); err != nil {
		f.notices = append(f.notices, err.Error())
	}
	pair, err := f.choose()
	if err != nil {
		return Gateway{}, err
	}
	return f.gateway(pair)
}

// readFiles reads the env files that count. One that can't be read is a
// notice, unless it was asked for by name.
func (f *finder) readFiles() error {
	if f.place.EnvFile != "" {
		file, err := readEnvFile(f.place, f.place.path())
		f.add(file)
		if e, ok := errors.AsType[*InvalidError](err); ok {
			e.hint = cmp.Or(e.hint, "name one that is there with --env-file, or leave that out: then .env.local and .env are looked for")
		}
		return err
	}
	for _, dir := range f.place.folders() {
		paths := f.trusted(envFilesIn(dir))
		for _, path := range paths {
			file, err := readEnvFile(f.place, path)
			if err != nil {
				f.notices = append(f.notices, err.Error())
			}
			f.add(file)
			f.tellOpen(path, file)
		}
		if len(paths) > 0 {
			break
		}
	}
	return nil
}

// trusted are the files that may count though nobody named them. Of the others it
// tells, and how they could.
func (f *finder) trusted(paths []string) []string {
	var trusted []string
	for _, path := range paths {
		err := Trust(path)
		if err == nil {
			trusted = append(trusted, path)
			continue
		}
		if stranger, ok := errors.AsType[*StrangerError](err); ok {
			err = fmt.Errorf("%w; if it is to count, say so with --env-file %s", stranger, path)
		}
		f.notices = append(f.notices, err.Error())
	}
	return trusted
}

// tellOpen tells of a file with a token that everybody can read.
func (f *finder) tellOpen(path string, file envFile) {
	info, err := os.Stat(path)
	if err == nil && forAll(info) && cmp.Or(file.vars[neonToken].value, file.vars[neonKey].value, file.vars[openaiKey].value) != "" {
		f.remarks = append(f.remarks, fmt.Sprintf("%s holds a token, and everybody on this machine can read it: 'chmod 600 %s' keeps it to you", file.shown, file.shown))
	}
}

// add takes a file's variables. Of its broken lines only those are for
// everybody's ears that may be about the gateway; other tools read the file
// too, perhaps by other rules.
func (f *finder) add(file envFile) {
	f.vars.files = append(f.vars.files, file)
	for _, b := range file.broken {
		notice := fmt.Sprintf("%s: %s", Source{File: file.shown, Line: b.line}, b.problem)
		f.broken = append(f.broken, notice)
		if strings.Contains(b.row, "NEON_") || strings.Contains(b.row, "OPENAI_") {
			f.notices = append(f.notices, notice)
		}
	}
}

// tellBroken tells of all broken lines, as any of them may hold what is
// missing.
func (f *finder) tellBroken() {
	for _, notice := range f.broken {
		if !slices.Contains(f.notices, notice) {
			f.notices = append(f.notices, notice)
		}
	}
}

// choose returns the pair to use.
func (f *finder) choose() (pair, error) {
	neon, openai := f.neonPair(), f.openaiPair()
	switch {
	case neon.whole():
		return neon, nil
	case neon.half != nil && (!openai.whole() || neon.elsewhere(openai)):
		return pair{}, neon.half
	case openai.whole():
		if neon.half != nil {
			f.notices = append(f.notices, neon.half.Error()+"; "+openaiURL+" and "+openaiKey+" are used")
		}
		return openai, nil
	case openai.half != nil:
		return pair{}, openai.half
	}
	return pair{}, f.notFound()
}

func (f *finder) notFound() error {
	e := &NotFoundError{
		Variables: []string{neonURL, neonToken},
		Project:   f.link.project(),
		Branch:    f.link.name(),
	}
	if e.Branch.Text == "" {
		e.Branch = f.link.id()
	}
	for _, file := range f.vars.files {
		e.Files = append(e.Files, file.shown)
	}
	if f.place.EnvFile == "" {
		e.Folders, e.Farther = f.searched()
	}
	return e
}

// searched returns the folders up to the one whose files were read, and the
// first file above it that names a gateway.
func (f *finder) searched() (folders []string, farther string) {
	nearest := false
	for _, dir := range f.place.folders() {
		paths := slices.DeleteFunc(envFilesIn(dir), func(path string) bool { return Trust(path) != nil })
		if !nearest {
			folders = append(folders, dir)
			nearest = len(paths) > 0
			continue
		}
		for _, path := range paths {
			file, err := readEnvFile(f.place, path)
			if err == nil && file.vars[neonURL].value != "" && file.vars[neonToken].value != "" {
				return folders, path
			}
		}
	}
	return folders, ""
}
