package io.highwater.common.target;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import scala.Option;
import scala.Predef$;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Java values as Delta's Scala interfaces want them. Here: Scala 2.12. */
final class ScalaValues {
    private ScalaValues() {}

    static <T> Seq<T> seq(List<T> list) {
        return CollectionConverters.asScala(list).toList();
    }

    static <T> List<T> list(scala.collection.Seq<? extends T> seq) {
        return List.copyOf(CollectionConverters.asJava(seq));
    }

    static scala.collection.immutable.Map<String, String> map(Map<String, String> map) {
        return CollectionConverters.asScala(map).toMap(Predef$.MODULE$.$conforms());
    }

    static <T> Optional<T> optional(Option<T> option) {
        return Optional.ofNullable(option.isDefined() ? option.get() : null);
    }
}
