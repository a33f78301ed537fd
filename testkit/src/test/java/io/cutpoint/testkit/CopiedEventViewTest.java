package io.cutpoint.testkit;

import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import java.util.function.Consumer;

class CopiedEventViewTest implements EventViewContract {

  @Override
  public FieldDictionary dictionary() {
    return new FlatEventViewTest().dictionary();
  }

  @Override
  public void views(Consumer<EventView> to) {
    new FlatEventViewTest().views(event -> to.accept(event.copy()));
  }
}
