package thread

import (
	"slices"
	"testing"

	"neonchat/chat"
)

func TestATreeOfThousandsStaysFast(t *testing.T) {
	s := &chat.Session{}
	q := s.Add(chat.Message{Role: chat.User})
	for range 5000 { // as many answers to one question, each with a way behind it
		s.Leaf = q.ID
		s.Add(chat.Message{Role: chat.Assistant, Parts: []chat.Part{chat.Text{Text: "a"}}})
		s.Add(chat.Message{Role: chat.User})
	}
	tr := newTree(s)
	tr.grow()
	allocations := testing.AllocsPerRun(10, func() { tr.Below(s.Messages[1].ID); tr.pathTo(s.Leaf) })
	if allocations > 10 {
		t.Errorf("finding a way takes %v allocations", allocations)
	}
	if got := tr.Versions(&s.Messages[1]); len(got) != 5000 || !slices.Contains(got, s.Messages[9999].ID) {
		t.Errorf("there are %d versions", len(got))
	}
}
