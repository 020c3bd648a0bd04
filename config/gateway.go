package config

import (
	"fmt"
	"path/filepath"
)

// gateway makes a Gateway of a whole pair, or says what is wrong with it.
func (f *finder) gateway(p pair) (Gateway, error) {
	a, err := parseAddress(p.url.text)
	if err != nil {
		return Gateway{}, &InvalidError{p.url.source, err.Error(), pullHint}
	}
	token := NewToken(p.token.text)
	if err := checkToken(p, a, token); err != nil {
		return Gateway{}, err
	}
	f.tellAddress(p, a)
	f.tellHidden(p.url)
	f.tellHidden(p.token)
	f.tellRival(p, a)
	g := Gateway{
		URL:         a.origin(),
		URLSource:   p.url.source,
		Token:       token,
		TokenSource: p.token.source,
		ProjectID:   f.vars.value("NEON_PROJECT_ID"),
		Family:      p.family,
	}
	if g.ProjectID.Text == "" {
		g.ProjectID = f.link.project()
	}
	g.BranchID, g.Branch = f.branch(a, p.url.source)
	g.Database = f.database(p.url.source)
	return g, nil
}

// checkToken refuses to send token to a when it is no bearer, or was not meant
// to go there. It returns an error, not an *InvalidError, so that nil is nil.
func checkToken(p pair, a address, token Token) error {
	refuse := func(problem, hint string) error {
		return &InvalidError{p.token.source, problem, hint}
	}
	if problem := token.problem(); problem != "" {
		return refuse(problem, "'neon env pull' writes a whole one")
	}
	if a.loopback() {
		return nil
	}
	if kind := token.foreign(); kind != "" {
		return refuse(fmt.Sprintf("this is %s, and is not sent to %s", kind, a.host),
			"the gateway's tokens begin with "+tokenPrefix+": 'neon env pull' writes one")
	}
	// a folder from somebody else must not be able to fetch a token out of
	// the environment
	named := p.url.source.File
	if !a.neon() && named != "" && named != p.token.source.File {
		return refuse(fmt.Sprintf("the token is not sent to %s, which is not Neon's and is only named by %s", a.host, p.url.source),
			"if that host may have the token, set both in one file or in the environment")
	}
	return nil
}

func (f *finder) tellAddress(p pair, a address) {
	if !a.neon() && !a.loopback() {
		f.notices = append(f.notices, fmt.Sprintf("%s: %s is not a host of Neon's", p.url.source, a.host))
	}
	const cut = ": only the host counts, what follows it was cut"
	switch {
	case a.extra || !a.route():
		f.notices = append(f.notices, p.url.source.String()+cut)
	case a.path != "" && a.path != "/":
		f.remarks = append(f.remarks, p.url.source.String()+cut)
	}
}

// tellHidden tells of a value in a file that one of the environment hides:
// perhaps the shell is older than the file, and of another branch.
func (f *finder) tellHidden(v found) {
	if v.source.File != "" {
		return
	}
	all := f.vars.all(v.source.Variable)
	if len(all) > 1 && all[1].text != v.text {
		f.notices = append(f.notices, fmt.Sprintf("%s is used; %s differs", v.source, all[1].source))
	}
}

// tellRival tells of another file that names the gateway of another branch: an old
// one perhaps, beside the one that the CLI writes now.
func (f *finder) tellRival(p pair, a address) {
	if p.url.source.File == "" {
		return // what the environment hides is told
	}
	for _, file := range f.vars.files {
		if file.shown == p.url.source.File {
			continue
		}
		for _, name := range []string{neonURL, neonHost, openaiURL} {
			b, err := parseAddress(file.vars[name].value)
			if err != nil || name == openaiURL && !b.gateway() || a.name() == b.name() {
				continue
			}
			why := filepath.Base(p.url.source.File) + " counts before " + filepath.Base(file.shown)
			if (name == openaiURL) != (p.family == "OPENAI") {
				why = "NEON_* counts before OPENAI_*"
			}
			f.notices = append(f.notices, fmt.Sprintf("%s names the gateway of %s and is used, as %s; %s names that of %s: take out the lines that are old",
				p.url.source, a.name(), why, Source{file.shown, file.vars[name].line, name}, b.name()))
			return
		}
	}
}

// branch returns the identity and the name of the branch that a serves. from
// is where a was found.
func (f *finder) branch(a address, from Source) (id string, name Value) {
	name = f.vars.value("NEON_BRANCH")
	linked := f.link.name()
	if name.Text == "" {
		name = linked
	} else if linked.Text != "" && linked.Text != name.Text && !isBranchID(name.Text) {
		f.notices = append(f.notices, fmt.Sprintf("%s says %s, but %s says %s: 'neon env pull' brings them together",
			name.Source, name.Text, linked.Source, linked.Text))
	}
	id = f.branchID(a, from)
	if name.Text == "" && id != "" {
		name = Value{id, from}
	}
	return id, name
}

func (f *finder) branchID(a address, from Source) string {
	given := []Value{f.vars.value("NEON_BRANCH_ID"), f.link.id()}
	id := a.branchID()
	if id == "" && a.loopback() {
		return a.hostPort()
	}
	for _, other := range given {
		switch {
		case other.Text == "" || other.Text == id:
		case id == "":
			id = other.Text
		case isBranchID(a.branchID()):
			f.notices = append(f.notices, fmt.Sprintf("%s is the gateway of %s, but %s says %s: 'neon env pull' brings them together",
				from, id, other.Source, other.Text))
		}
	}
	return id
}
