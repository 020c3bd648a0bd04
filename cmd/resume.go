package cmd

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"neonchat/catalog"
	"neonchat/chat"
)

// resumeFlags defines the flags that go on with a session.
func (p *program) resumeFlags(c *cobra.Command) {
	f := c.Flags()
	f.BoolVarP(&p.flags.latest, "continue", "c", false, "continue the latest session of the branch")
	f.StringVar(&p.flags.session, "session", "", "continue the session of this `ID`; the start of it is enough")
}

// checkResume refuses flags that don't go together.
func (p *program) checkResume() error {
	switch {
	case p.flags.latest && p.given("session"):
		return usagef("leave one of them out", "--continue names a session, and --session another")
	case p.given("session") && p.flags.session == "":
		return p.invalid("session", "", "the id of a session, or the start of one: 'neonchat sessions' lists them")
	case p.flags.latest:
		p.settings.Session = "" // the environment's
	}
	return nil
}

// resumes reports whether there is a session to go on with.
func (p *program) resumes() bool { return p.flags.latest || p.settings.Session != "" }

// resume gives the session to go on with, nil when a new one is to begin. Its
// last model answers, unless the user names another.
func (p *program) resume(ctx context.Context) (*chat.Session, error) {
	if !p.resumes() {
		return nil, nil
	}
	s, err := p.resumed(ctx)
	if err == nil && !p.given("model") {
		p.keepModel(s)
	}
	return s, err
}

// resumed is the session to go on with.
func (p *program) resumed(ctx context.Context) (*chat.Session, error) {
	id := p.settings.Session
	if p.flags.latest {
		b, err := p.here()
		if err != nil {
			return nil, err
		}
		if id, err = p.latest(ctx, b); err != nil {
			return nil, err
		}
	}
	return p.session(ctx, id)
}

// keepModel has the model that answered last in a session answer again.
func (p *program) keepModel(s *chat.Session) {
	for _, m := range slices.Backward(s.Path()) {
		if m.Origin.Model == "" || len(m.Parts) == 0 {
			continue
		}
		if target, ok := p.targetOf(m.Origin); ok {
			p.settings.Model, p.carried = target, true
		} else {
			p.status.notice(m.Origin.Model + ", which answered last, is not in the catalog: name it with --model to have it answer all the same")
		}
		return
	}
}

// targetOf names the model of an answer and, where the catalog would choose
// another, its dialect, so that what was sealed fits.
func (p *program) targetOf(o chat.Origin) (string, bool) {
	facts, known := catalog.Lookup(o.Model)
	if !known {
		if c, err := p.cache().Load(); err == nil {
			facts, known = c.Find(o.Model)
		}
	}
	if known && slices.Contains(chat.Dialects[:], o.Dialect) && o.Dialect != facts.Dialect {
		return o.Model + "@" + o.Dialect, true
	}
	return o.Model, known
}

// talk is the session that is talked in: a new one, or the one to go on with.
// One of another branch stays there as it is, and a copy of it goes on here.
func (p *program) talk(ctx context.Context, b *branch, s *chat.Session, kept chat.Store) (*chat.Session, error) {
	here := branchOf(b.gateway)
	switch {
	case s == nil:
		return &chat.Session{Head: chat.Head{Branch: here}}, nil
	case s.Branch.ID == here.ID:
		return s, nil
	}
	f := s.Fork(s.Leaf, time.Now())
	f.Branch = here
	p.status.notice(fmt.Sprintf("session %s is of branch %s: going on in a copy on %s, %s", s.ID, s.Branch.Name, here.Name, f.ID))
	if kept == nil {
		return f, nil
	}
	return f, kept.Save(ctx, f.Head, f.Messages...)
}
