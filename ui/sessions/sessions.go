package sessions

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
	"neonchat/ui/draft"
	"neonchat/ui/keymap"
	"neonchat/ui/list"
	"neonchat/ui/page"
	"neonchat/ui/theme"
	"neonchat/ui/transcript"
)

// A Sessions is the screen of what was said: the sessions of a scope, which
// typing narrows, or the messages in which some words stand.
type Sessions struct {
	Env   *page.Env
	page  string               // the id of the session on the page
	under func(id string) bool // an answer is under way in it
	query *draft.Buffer
	scope scope
	text  bool // every message is searched, not the list narrowed
	want  wish
	got   wish      // what is shown is the answer to this one
	Asked bool      // the store is being asked, or
	opens bool      // for a session that will take the place of this screen
	held  []tea.Msg // what was pressed meanwhile, for what is about to be shown
	List  []chat.Summary
	hits  []chat.Hit
	at    int
	rows  int // that there is room for

	Naming  *draft.Buffer // the title that is being written, or nil
	named   string        // the session whose title that will be
	deleted []*chat.Session
	said    string
}

// A scope says whose sessions are shown.
type scope int

const (
	ofBranch scope = iota
	ofOthers       // the project's other branches
	ofAll
)

// A wish is what the store is asked for.
type wish struct {
	scope   scope
	branch  chat.Branch
	words   string
	text    bool
	limit   int
	changes int // how often something was changed, so that it is asked again
}

// mostListed is how many sessions are asked for at first; walking to the last of
// them asks for more. mostHits is how many messages a search gives.
const (
	MostListed = 200
	mostHits   = 100
)

// A foundMsg is what the store has answered.
type foundMsg struct {
	wish wish
	list []chat.Summary
	hits []chat.Hit
	err  error
}

// A deletedMsg is a session that was deleted, to be brought back.
type deletedMsg struct{ session *chat.Session }

func New(d *page.Env, i page.ListSessions) (*Sessions, tea.Cmd) {
	s := &Sessions{Env: d, page: i.Page, under: i.Under, query: draft.NewBuffer(), text: i.Text, rows: 10}
	s.want.limit = MostListed
	s.query.Insert(i.Words)
	return s, s.ask()
}

// searching gives the words to search every message for, if that is wanted.
func (s *Sessions) searching() (string, bool) {
	words, slash := strings.CutPrefix(s.query.Plain(), "/")
	return strings.TrimSpace(words), s.text || slash
}

// ask asks the store for what is wanted now, one question at a time: what was
// typed meanwhile is asked when the answer is there.
func (s *Sessions) ask() tea.Cmd {
	w := &s.want
	w.scope, w.branch = s.scope, s.Env.Deps.Branch
	w.words, w.text = s.searching()
	if s.Asked || s.want == s.got {
		return nil
	}
	s.Asked = true
	store, last, wanted := s.Env.Saver.Store, s.Env.Saver.Last, s.want
	return func() tea.Msg {
		msg, _ := page.FromStore(store, last, func(ctx context.Context, s chat.Store) (foundMsg, error) { return wanted.find(ctx, s), nil })
		return msg
	}
}

func (w wish) find(ctx context.Context, store chat.Store) foundMsg {
	msg := foundMsg{wish: w}
	in := chat.Scope{Limit: w.limit}
	switch w.scope {
	case ofBranch:
		in.Branch = w.branch.ID
	case ofOthers:
		in.Project = w.branch.Project
	}
	here := func(h chat.Head) bool { return w.scope == ofOthers && h.Branch.ID == w.branch.ID }
	switch {
	case !w.text:
		in.Match = w.words
		msg.list, msg.err = store.List(ctx, in)
		msg.list = slices.DeleteFunc(msg.list, func(s chat.Summary) bool { return here(s.Head) })
	case w.words != "":
		in.Limit = mostHits
		msg.hits, msg.err = store.Search(ctx, in, w.words)
		msg.hits = slices.DeleteFunc(msg.hits, func(h chat.Hit) bool { return here(h.Session) })
	}
	return msg
}

func (s *Sessions) Update(msg tea.Msg) page.Intent {
	switch msg := msg.(type) {
	case foundMsg:
		s.Asked = false
		if msg.wish == s.want {
			s.take(msg)
			return s.release()
		}
		return s.ask() // what was typed meanwhile
	case deletedMsg:
		s.deleted = append(s.deleted, msg.session)
		s.said = "deleted “" + s.Env.Look.Cut(theme.OneLine(msg.session.Title), 40) + "”; " + s.Env.Keys.Key(keymap.Listing, keymap.Undo) + " brings it back"
	case page.NoticeMsg:
		s.said = msg.Text
	case page.SwitchMsg:
		return s.ask()
	case transcript.TurnMsg:
		if msg.End != nil {
			s.want.changes++
			return s.ask()
		}
	}
	return nil
}

// take shows an answer. The cursor stays on what it was on, unless something else
// was looked for.
func (s *Sessions) take(msg foundMsg) {
	before := s.chosen()
	same := msg.wish.words == s.got.words && msg.wish.scope == s.got.scope && msg.wish.text == s.got.text
	if msg.err != nil {
		s.got.changes, s.said = msg.wish.changes, msg.err.Error()
		s.want = s.got
		return
	}
	s.got, s.List, s.hits = msg.wish, msg.list, msg.hits
	if !same {
		s.at = 0
	} else if i := slices.IndexFunc(s.List, func(x chat.Summary) bool { return x.ID == before.ID }); i >= 0 {
		s.at = i
	}
	s.at = max(0, min(s.at, s.count()-1))
	if s.chosen().ID != s.named {
		s.Naming = nil
	}
}

func (s *Sessions) count() int {
	if s.got.text {
		return len(s.hits)
	}
	return len(s.List)
}

// chosen is the session under the cursor, the zero one when there is none.
func (s *Sessions) chosen() chat.Summary {
	switch {
	case s.at >= s.count():
		return chat.Summary{}
	case s.got.text:
		return chat.Summary{Head: s.hits[s.at].Session}
	}
	return s.List[s.at]
}

func (s *Sessions) Press(key tea.KeyPressMsg) page.Intent {
	a := s.Env.Keys.Action(keymap.Listing, key.String())
	switch {
	case a == keymap.ListLeave && s.opens:
		return page.Batch{page.Leave{}, page.CancelOpen{}}
	case s.opens, s.Asked && a != "" && a != keymap.ListLeave:
		s.held = append(s.held, key)
		return nil
	}
	s.said = ""
	if s.Naming != nil {
		return s.name(a, key)
	}
	switch a {
	case keymap.ListLeave:
		return page.Leave{}
	case keymap.Choose:
		return s.visit()
	case keymap.ListUp, keymap.ListDown, keymap.ListPgUp, keymap.ListPgDn:
		s.at = list.Moved(a, s.at, s.count(), s.rows)
		return s.more()
	case keymap.Field:
		s.scope = s.next()
	case keymap.Text:
		s.text = !s.text
	case keymap.Favourite, keymap.Rename, keymap.Remove, keymap.Undo:
		return s.Change(a)
	default:
		list.Typed(s.query, s.Env.Keys, key)
	}
	return s.ask()
}

// opened leaves for the session that has come, which gets what was typed
// meanwhile.
func (s *Sessions) opened(err error) page.Intent {
	held := s.held
	s.held, s.opens = nil, false
	if err != nil {
		s.said = "opening the session: " + err.Error()
		return nil
	}
	return page.Batch{page.Leave{}, page.Replay{Msgs: held}}
}

// release carries out what was pressed while the store was asked.
func (s *Sessions) release() page.Intent {
	var done page.Batch
	for len(s.held) > 0 && !s.Asked && !s.opens {
		next := s.held[0]
		s.held = s.held[1:]
		if key, ok := next.(tea.KeyPressMsg); ok {
			done = append(done, s.Press(key))
		}
	}
	return done
}

// next is the scope behind this one. Where no project is known there are no
// branches of it.
func (s *Sessions) next() scope {
	next := (s.scope + 1) % (ofAll + 1)
	if next == ofOthers && s.Env.Deps.Branch.Project == "" {
		return ofAll
	}
	return next
}

func (s *Sessions) visit() page.Intent {
	o := page.OpenSession{ID: s.chosen().ID, Done: s.opened}
	if o.ID == "" {
		return nil
	}
	if s.got.text {
		h := s.hits[s.at]
		o.Message, o.Word = h.Message, firstFound(h.Excerpt)
	}
	s.opens, s.said = true, "opening…"
	return o
}

// firstFound is the first word of an excerpt that was searched for.
func firstFound(spans []chat.Span) string {
	for _, sp := range spans {
		if words := strings.Fields(sp.Text); sp.Found && len(words) > 0 {
			return words[0]
		}
	}
	return ""
}

// more asks for more of the list when its end is reached.
func (s *Sessions) more() tea.Cmd {
	if !s.got.text && s.at == len(s.List)-1 && len(s.List) >= s.want.limit {
		s.want.limit *= 4
	}
	return s.ask()
}

func (s *Sessions) Paste(text string) page.Intent {
	if s.opens {
		s.held = append(s.held, tea.PasteMsg{Content: text})
		return nil
	}
	line := list.InOneLine(text)
	if s.Naming != nil {
		s.Naming.Insert(line)
		return nil
	}
	s.query.Insert(line)
	return s.ask()
}

func (s *Sessions) Wheel(lines int) page.Intent {
	s.at = max(0, min(s.at+lines, s.count()-1))
	return s.more()
}
