package history

import (
	"cmp"
	"database/sql"
	"strings"

	"neonchat/chat"
)

// A tally is what a list counts of a session.
type tally struct {
	turns, unpriced int
	cost            float64
}

// count adds a message, or takes it away again with times -1. The results of tools
// are no question. An answer is billed if it said something or was counted. One
// that a fork copied has its cost where it was first said.
func (t *tally) count(times int, role chat.Role, cost *float64, parts string, counted, copied bool) {
	billed := parts != noParts || counted
	switch {
	case role == chat.User && strings.Contains(parts, `{"type":"tool_result"`):
	case role == chat.User:
		t.turns += times
	case copied:
	case cost != nil:
		t.cost += float64(times) * *cost
	case billed:
		t.unpriced += times
	}
}

// summarise brings up to date what a list shows of a session. The messages that
// were just saved are often all it needs.
func (w *saver) summarise(session int64, leaf string, saved []chat.Message) error {
	var title, model, last string
	if err := w.row(`select title from sessions where n = ?`, session).Scan(&title); err != nil {
		return err
	}
	id := leaf
	for i := len(saved) - 1; i >= 0 && (model == "" || last == ""); i-- {
		if m := saved[i]; m.ID == id {
			model, last, id = cmp.Or(model, m.Origin.Model), cmp.Or(last, start(m.Text())), m.Parent
		}
	}
	if model == "" {
		if err := w.latest(session, id, `m.model`, &model); err != nil {
			return err
		}
	}
	if last == "" {
		if err := w.latest(session, id, `start_of(m.parts)`, &last); err != nil {
			return err
		}
	}
	return w.exec(`update sessions set model = ?, last_words = ?, folded = ?, turns = turns + ?, cost = cost + ?, unpriced = unpriced + ? where n = ?`,
		model, last, fold(title, last, model), w.grown.turns, w.grown.cost, w.grown.unpriced, session)
}

// latest goes up from a message until one has what is asked for, and no further.
func (w *saver) latest(session int64, id, what string, found *string) error {
	err := w.row(`
		with recursive way (parent, found) as (
			select m.parent, `+what+` from messages m where m.session = ?1 and m.id = ?2
			union all
			select m.parent, `+what+` from way join messages m on m.session = ?1 and m.id = way.parent
		)
		select found from way where found <> '' limit 1`, session, id).Scan(found)
	return unless(sql.ErrNoRows, err)
}

// noParts is how a message without parts is kept.
const noParts = `{"v":1,"parts":[]}`

// startLength is how many characters of a message a list has.
const startLength = 160

func start(text string) string {
	text = text[:min(len(text), 100*startLength)] // of megabytes not all
	words := []rune(strings.Join(strings.Fields(text), " "))
	return string(words[:min(len(words), startLength)])
}

// fold makes texts comparable in any case.
func fold(texts ...string) string { return strings.ToLower(strings.Join(texts, "\n")) }
