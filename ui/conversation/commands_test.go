package conversation

import (
	"testing"

	"neonchat/ui/composer"
)

func TestEveryCommandIsCarriedOut(t *testing.T) {
	for _, k := range composer.Commands {
		if commands[k.Name] == nil && k.Name != "compare" {
			t.Errorf("nothing carries out /%s", k.Name)
		}
	}
	if n := len(commands) + 1; n != len(composer.Commands) {
		t.Errorf("%d commands are carried out, %d are listed", n, len(composer.Commands))
	}
}
