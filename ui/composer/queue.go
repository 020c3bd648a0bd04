package composer

import (
	"slices"
	"strconv"
	"strings"

	"neonchat/ui/draft"
	"neonchat/ui/list"
	"neonchat/ui/theme"
)

// A Queue holds the questions that wait for the answer under way.
type Queue struct {
	Drafts []draft.Draft
	At     int // the selected question, from 1; 0 is none
}

// Len is how many questions wait.
func (q *Queue) Len() int { return len(q.Drafts) }

// Put inserts a question at a place from 1 on, or appends it when place is 0.
func (q *Queue) Put(d draft.Draft, place int) {
	i := len(q.Drafts)
	if place > 0 {
		i = min(i, place-1)
	}
	q.Drafts = slices.Insert(slices.Clip(q.Drafts), i, d)
	if q.At > i {
		q.At++
	}
}

// Remove removes the question at a place and returns it.
func (q *Queue) Remove(place int) draft.Draft {
	d := q.Drafts[place-1]
	q.Drafts = slices.Delete(slices.Clone(q.Drafts), place-1, place)
	q.At = min(q.At, len(q.Drafts))
	return d
}

// Swap swaps the selected question with another and keeps it selected.
func (q *Queue) Swap(with int) {
	if with >= 1 && with <= len(q.Drafts) {
		q.Drafts = slices.Clone(q.Drafts)
		q.Drafts[q.At-1], q.Drafts[with-1] = q.Drafts[with-1], q.Drafts[q.At-1]
		q.At = with
	}
}

// Lines returns some rows of the queue: those around the selected question, or
// else the last ones.
func (q *Queue) Lines(l theme.Look, width, rows int) []string {
	rows = min(rows, len(q.Drafts))
	first := len(q.Drafts) - rows
	if q.At > 0 {
		rows = max(1, rows)
		first = list.Window(q.At-1, len(q.Drafts), rows)
	}
	var lines []string
	for i, d := range q.Drafts[first : first+rows] {
		i += first + 1
		text := strings.Join(strings.Fields(d.Seen()), " ")
		s := l.Cut("   "+strconv.Itoa(i)+" queued: "+text, width-1)
		if i == q.At {
			lines = append(lines, l.Chosen(l.Pad(s, width-1)))
			continue
		}
		lines = append(lines, l.Dim(s))
	}
	return lines
}

// Take queues a draft of a composer, at the place that the text was taken from.
func (q *Queue) Take(d draft.Draft, from *Composer) {
	q.Put(d, from.Place)
	from.Place = 0
}

// Next removes and returns the first question. There is none while the user
// edits it.
func (q *Queue) Next(c *Composer) (draft.Draft, bool) {
	if q.Len() == 0 || c.Place == 1 && !c.Empty() {
		return draft.Draft{}, false
	}
	at := max(0, q.At-1)
	d := q.Remove(1)
	q.At, c.Place = at, max(0, c.Place-1)
	return d, true
}
