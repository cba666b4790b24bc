package io.github.processcounters.example;

public final class WordCount {
  private WordCount() {}

  public static void main(String[] args) {
    System.out.println("hello");
  }
}
