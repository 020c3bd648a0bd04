package ui

import (
	"errors"
	"strings"
	"testing"

	"neonchat/ui/page"
)

// A wornKeeper can't write.
type wornKeeper struct {
	keeper
	problem error
}

func (k *wornKeeper) Asked(string) error { return k.problem }
func (k *wornKeeper) Draft(string) error { return k.problem }

func (k *wornKeeper) Models(func([]string, []string) ([]string, []string)) error { return k.problem }

var errReadOnly = errors.New("the folder is read-only")

func TestAFolderThatCanNotBeWrittenIsToldOfOnce(t *testing.T) {
	u := sits(t, 80, 24, func(d *page.Deps) { d.Keep = &wornKeeper{problem: errReadOnly} })
	u.press("hello", "enter")
	u.sees("keeping it: the folder is read-only")
	u.asked()
	u.text("hi")
	u.ends()
	u.sees("Ask something")
	u.press("x", "backspace")
	u.seesNo("read-only")
	m := page.NewMemory(&wornKeeper{problem: errReadOnly})
	m.Loaded = true
	told := 0
	for _, prompt := range []string{"one", "two"} {
		if i, ok := m.Update(m.Ask(prompt)()).(page.Batch); ok && i[0] == (page.Notice{Text: "keeping it: the folder is read-only"}) {
			told++
		}
	}
	if told != 1 {
		t.Errorf("told of it %d times", told)
	}
}

func TestADraftThatCanNotBeKeptIsHandedBack(t *testing.T) {
	for _, loaded := range []bool{true, false} {
		m := page.NewMemory(&wornKeeper{problem: errReadOnly})
		m.Loaded = loaded
		err := m.Close(t.Context(), "half a\nthought")
		unkept, ok := errors.AsType[*page.UnkeptError](err)
		if !ok || unkept.Draft != "half a\nthought" || !errors.Is(err, errReadOnly) || !strings.HasSuffix(err.Error(), "half a\nthought") {
			t.Errorf("loaded %t: got %v", loaded, err)
		}
		if err := m.Close(t.Context(), ""); err != nil {
			t.Errorf("loaded %t, with nothing written: %v", loaded, err)
		}
	}
}
