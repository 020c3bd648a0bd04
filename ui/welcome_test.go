package ui

import (
	"context"
	"errors"
	"testing"

	"neonchat/ui/page"
)

func TestTheFirstScreenNamesItsKeysHoweverSmallItIs(t *testing.T) {
	u := sits(t, 60, 15, func(d *page.Deps) {
		d.Gateway, d.Missing = page.Gateway{}, page.Problem{Text: "no gateway was found in the environment, in .env.local or in the settings of this folder", Hint: "or set NEON_AI_GATEWAY_TOKEN and NEON_AI_GATEWAY_BASE_URL by hand, as the console shows them"}
		d.Demo = func(context.Context) (page.Gateway, error) { return page.Gateway{}, errors.New("no port is free") }
	})
	u.sees("There is no gateway yet", "d starts the demo", "q quits")
	for _, size := range [][2]int{{40, 10}, {30, 8}, {24, 6}} {
		u.resizes(size[0], size[1])
		u.sees("neonchat", "d starts the demo", "q quits")
	}
	u.resizes(60, 15)
	u.press("d")
	u.sees("The demo doesn't start: no port is free", "d starts the demo", "q quits")
}
