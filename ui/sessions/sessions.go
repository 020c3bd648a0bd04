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

// A Sessions is the screen of the history: the sessions of a scope, which typing
// narrows, or the messages that contain some words.
type Sessions struct {
	Env   *page.Env
	page  string               // the id of the session on the page
	under func(id string) bool // reports whether an answer is under way in a session
	query *draft.Buffer
	scope scope
	text  bool // search every message instead of narrowing the list
	want  query
	got   query     // the query whose result is shown
	Asked bool      // the store is being read
	opens bool      // a session is being opened, which will replace this screen
	held  []tea.Msg // keys that were pressed meanwhile, for what will be shown
	List  []chat.Summary
	hits  []chat.Hit
	at    int
	rows  int // how many rows there is room for

	Naming  *draft.Buffer // the title that is being written, or nil
	named   string        // the id of the session whose title that is
	deleted []*chat.Session
	notice  string
}

// A scope says whose sessions are shown.
type scope int

const (
	ofBranch scope = iota
	ofOthers       // the project's other branches
	ofAll
)

// A query is what the store is asked for.
type query struct {
	scope   scope
	branch  chat.Branch
	words   string
	text    bool
	limit   int
	changes int // how often something was changed: each change reads the store again
}

// MostListed is how many sessions are read at first; reaching the last of them
// reads more. mostHits is how many messages a search returns.
const (
	MostListed = 200
	mostHits   = 100
)

// A foundMsg brings the store's answer to a query.
type foundMsg struct {
	query query
	list  []chat.Summary
	hits  []chat.Hit
	err   error
}

// A deletedMsg brings a session that was deleted, so that it can be brought
// back.
type deletedMsg struct{ session *chat.Session }

// New makes the screen and the command that fills it.
func New(d *page.Env, i page.ListSessions) (*Sessions, tea.Cmd) {
	s := &Sessions{Env: d, page: i.Page, under: i.Under, query: draft.NewBuffer(), text: i.Text, rows: 10}
	s.want.limit = MostListed
	s.query.Insert(i.Words)
	return s, s.ask()
}

// searching returns the words to search every message for, if the user searches.
func (s *Sessions) searching() (string, bool) {
	words, slash := strings.CutPrefix(s.query.Plain(), "/")
	return strings.TrimSpace(words), s.text || slash
}

// ask sends the current query to the store, one at a time. A query that changes
// meanwhile is sent after the answer.
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

func (w query) find(ctx context.Context, store chat.Store) foundMsg {
	msg := foundMsg{query: w}
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
		if msg.query == s.want {
			s.take(msg)
			return s.release()
		}
		return s.ask() // the query may have changed meanwhile
	case deletedMsg:
		s.deleted = append(s.deleted, msg.session)
		s.notice = "deleted “" + s.Env.Look.Cut(theme.OneLine(msg.session.Title), 40) + "”; " + s.Env.Keys.Key(keymap.Listing, keymap.Undo) + " brings it back"
	case page.NoticeMsg:
		s.notice = msg.Text
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

// take shows an answer. The cursor stays on its session, unless the query has
// changed.
func (s *Sessions) take(msg foundMsg) {
	before := s.chosen()
	same := msg.query.words == s.got.words && msg.query.scope == s.got.scope && msg.query.text == s.got.text
	if msg.err != nil {
		s.got.changes, s.notice = msg.query.changes, msg.err.Error()
		s.want = s.got
		return
	}
	s.got, s.List, s.hits = msg.query, msg.list, msg.hits
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

// chosen is the session under the cursor, the zero Summary when there is none.
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
	s.notice = ""
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

// opened leaves the screen for a session that was opened, and passes on the keys
// that were pressed meanwhile.
func (s *Sessions) opened(err error) page.Intent {
	held := s.held
	s.held, s.opens = nil, false
	if err != nil {
		s.notice = "opening the session: " + err.Error()
		return nil
	}
	return page.Batch{page.Leave{}, page.Replay{Msgs: held}}
}

// release handles the keys that were pressed while the store was read.
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

// next is the scope after this one. Without a known project there are no other
// branches.
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
		o.Message, o.Word = h.Message, firstHit(h.Excerpt)
	}
	s.opens, s.notice = true, "opening…"
	return o
}

// firstHit is the first hit in an excerpt.
func firstHit(spans []chat.Span) string {
	for _, sp := range spans {
		if words := strings.Fields(sp.Text); sp.Found && len(words) > 0 {
			return words[0]
		}
	}
	return ""
}

// more reads more sessions when the cursor reaches the end of the list.
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
